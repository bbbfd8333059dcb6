import type * as async_hooks from 'node:async_hooks'
import type * as fs from 'node:fs/promises'
import type * as module from 'node:module'
import type * as path from 'node:path'
import { SweetspotError } from '@sweetspot/core'

/** The modules of Node that this package uses, by the names Node gives them. */
interface NodeModules {
  'node:async_hooks': typeof async_hooks
  'node:fs/promises': typeof fs
  'node:module': typeof module
  'node:path': typeof path
}

/**
 * A module of Node, asked for when it is needed and not by an import, which bundlers for browsers would stumble over.
 *
 * @throws SweetspotError `ERR_UNSUPPORTED_RUNTIME` in browsers, and in Node before 22.3.
 */
export function nodeBuiltin<Name extends keyof NodeModules>(name: Name): NodeModules[Name] {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }
  const found = process?.getBuiltinModule?.(name)
  if (found === undefined) {
    throw new SweetspotError(
      'ERR_UNSUPPORTED_RUNTIME',
      `This runtime has no module ${name}: it is not Node 22.13 or newer.`,
    )
  }
  return found as NodeModules[Name]
}

/** Whether we run in Node, Bun or Deno, and not in a browser. */
export function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } }
  return process?.versions?.node !== undefined
}
