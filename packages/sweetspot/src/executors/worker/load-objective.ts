import { fileURLToPath } from 'node:url'
import { formatValue, type Objective } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import type { ObjectiveModule } from '../worker-message.ts'

/** What loads a module: Node itself, or jiti, which compiles TypeScript first. */
export type Loader = 'node' | 'jiti'

/**
 * The loader for a module. Node strips types itself from 22.18 on, but compiles no JSX.
 *
 * @param stripsTypes - Whether this Node runs TypeScript files.
 */
export function loaderOf(url: string, stripsTypes: boolean = nodeStripsTypes()): Loader {
  const { pathname } = new URL(url)
  if (/\.[jt]sx$/.test(pathname)) return 'jiti'
  return /\.[cm]?ts$/.test(pathname) && !stripsTypes ? 'jiti' : 'node'
}

/** False before Node 22.18 and 23.6, and wherever it is switched off. */
const nodeStripsTypes = () => process.features.typescript !== false

/**
 * Loads an objective. Errors of the module itself are thrown unchanged.
 *
 * @throws ERR_INVALID_OBJECTIVE_MODULE if it has no such export, or if that is not a function
 */
export async function loadObjective({ url, name }: ObjectiveModule, loader = loaderOf(url)): Promise<Objective> {
  const exports =
    loader === 'jiti' ? await importByJiti(url) : ((await import(url)) as Readonly<Record<string, unknown>>)
  const found = exports[name]
  if (typeof found === 'function') return found as Objective
  const what = name === 'default' ? 'default export' : `export ${formatValue(name)}`
  const names = Object.keys(exports).filter((one) => one !== 'module.exports')
  const text =
    name in exports
      ? `Expected the ${what} of ${url} to be a function; received ${formatValue(found)}.`
      : `The module ${url} has no ${what}; it exports ${names.length > 0 ? names.join(', ') : 'nothing'}.`
  throw productError('ERR_INVALID_OBJECTIVE_MODULE', text)
}

async function importByJiti(url: string): Promise<Readonly<Record<string, unknown>>> {
  const { createJiti } = await import('jiti')
  return createJiti(url, { interopDefault: false }).import(fileURLToPath(url))
}
