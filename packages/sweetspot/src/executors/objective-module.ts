import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { causeText, checkArgument, formatValue } from '@sweetspot/core'
import { productError } from '../product-error.ts'
import type { ObjectiveModule } from './worker-message.ts'

/**
 * Checks the module of an objective without loading it.
 *
 * @param url - The `file:` URL of the module.
 * @param name - The name of the export.
 * @throws ERR_INVALID_OBJECTIVE_MODULE, ERR_INVALID_ARGUMENT
 */
export function objectiveModule(url: unknown, name: unknown = 'default'): ObjectiveModule {
  const isName = typeof name === 'string' && name !== ''
  checkArgument('export', name, isName, 'the name of an export')
  return { url: fileUrl(url), name: name as string }
}

function fileUrl(given: unknown): string {
  const href = hrefOf(given)
  if (href === undefined || !href.startsWith('file:')) {
    const received = href === undefined ? formatValue(given) : href.slice(0, 200)
    throw invalidModule(`Expected the file: URL of a module; received ${received}.`)
  }
  let isFile: boolean
  try {
    isFile = statSync(fileURLToPath(href)).isFile()
  } catch (cause) {
    throw invalidModule(`The module ${href} cannot be read: ${causeText(cause)}.`, cause)
  }
  if (!isFile) throw invalidModule(`The module ${href} is not a file.`)
  return href
}

function hrefOf(given: unknown): string | undefined {
  try {
    return given instanceof URL ? given.href : undefined
  } catch {
    return undefined
  }
}

const invalidModule = (text: string, cause?: unknown) =>
  productError('ERR_INVALID_OBJECTIVE_MODULE', text, cause === undefined ? {} : { cause })
