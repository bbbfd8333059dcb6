import type * as async_hooks from 'node:async_hooks'
import type * as fs from 'node:fs/promises'
import type * as module from 'node:module'
import type * as path from 'node:path'
import { studyError } from '@sweetspot/core'

/** The modules of Node that this package uses, by name. */
interface NodeModules {
  'node:async_hooks': typeof async_hooks
  'node:fs/promises': typeof fs
  'node:module': typeof module
  'node:path': typeof path
}

/**
 * Returns a module of Node, loaded on demand, since bundlers for browsers cannot resolve an import of it.
 *
 * @throws SweetspotError `ERR_UNSUPPORTED_RUNTIME` in browsers, and in Node before 22.3.
 */
export function nodeBuiltin<Name extends keyof NodeModules>(name: Name): NodeModules[Name] {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }
  const found = process?.getBuiltinModule?.(name)
  if (found === undefined) {
    throw studyError('ERR_UNSUPPORTED_RUNTIME', `Expected Node 22.13 or newer: this runtime has no module ${name}.`)
  }
  return found as NodeModules[Name]
}

/** Whether the runtime is Node, Bun or Deno, not a browser. */
export function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } }
  return process?.versions?.node !== undefined
}
