import { SweetspotError } from '../errors.ts'
import { formatValue } from './format-value.ts'

/**
 * Checks one argument, or one option.
 *
 * @param what - The argument's name.
 * @param wanted - What it should be: "an integer from 0 on".
 * @throws ERR_INVALID_ARGUMENT unless it is valid
 */
export function checkArgument(what: string, given: unknown, isValid: boolean, wanted: string): void {
  if (!isValid) throw invalidArgument(what, given, wanted)
}

/** The error of an argument that is not what it should be. */
export function invalidArgument(what: string, given: unknown, wanted: string): SweetspotError {
  return new SweetspotError('ERR_INVALID_ARGUMENT', `Expected ${what} to be ${wanted}; received ${formatValue(given)}.`)
}
