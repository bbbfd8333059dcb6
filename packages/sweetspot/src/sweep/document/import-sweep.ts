import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { causeText } from '@sweetspot/core'
import { productError } from '../../product-error.ts'

/**
 * The default export of a TypeScript or JavaScript file. Node strips types itself from 22.18 on; jiti does it before
 * that, and for syntax that is more than types.
 *
 * @throws ERR_INVALID_SWEEP if the file cannot be run or has no default export
 */
export async function importSweep(path: string): Promise<unknown> {
  const file = resolve(path)
  let module: object
  try {
    module = await load(file)
  } catch (cause) {
    throw productError('ERR_INVALID_SWEEP', `${path}: The file cannot be run: ${causeText(cause)}.`, { cause })
  }
  if ('default' in module) return module.default
  throw productError(
    'ERR_INVALID_SWEEP',
    `${path}: The file has no default export; export default { space, … }. If it is the command to run, write -- before it.`,
  )
}

async function load(file: string): Promise<object> {
  const isTyped = /\.m?ts$/i.test(file)
  if (!isTyped || process.features.typescript) {
    try {
      return (await import(pathToFileURL(file).href)) as object
    } catch (thrown) {
      const isSyntax =
        thrown instanceof Error && 'code' in thrown && /TYPESCRIPT|TYPE_STRIPPING/.test(String(thrown.code))
      if (!(isTyped && isSyntax)) throw thrown
    }
  }
  const { createJiti } = await import('jiti')
  return createJiti(import.meta.url).import<object>(file)
}
