import type { Parameter } from '@sweetspot/core'
import { productError } from '../../product-error.ts'

/**
 * Reads parameters such as `lr=log:1e-5..1e-1`.
 *
 * @throws ERR_USAGE for a name given twice, and the errors of the grammar
 */
export async function readParameters(words: readonly string[]): Promise<{ readonly [name: string]: Parameter }> {
  const { parseParameter } = await import('../../sweep/parameter-grammar.ts')
  const found = new Map<string, Parameter>()
  for (const word of words) {
    const { name, parameter } = parseParameter(word)
    if (found.has(name)) throw productError('ERR_USAGE', `Expected one parameter ${name}; received two.`)
    found.set(name, parameter)
  }
  return Object.fromEntries(found)
}
