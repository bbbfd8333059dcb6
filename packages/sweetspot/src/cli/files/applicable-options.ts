import { productError } from '../../product-error.ts'
import { flagOf } from '../table/command-spec.ts'

/**
 * Checks that only options are given that a format has.
 *
 * @param takes - Those that it has.
 * @throws ERR_USAGE
 */
export function checkOptions(format: string, takes: readonly string[], given: { readonly [name: string]: unknown }) {
  const isGiven = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false)
  const wrong = Object.keys(given).find((name) => isGiven(given[name]) && !takes.includes(name))
  if (wrong === undefined) return
  const has = takes.map((name) => `--${flagOf(name)}`).join(', ')
  throw productError('ERR_USAGE', `The format ${format} has no option --${flagOf(wrong)}. It has ${has}.`)
}
