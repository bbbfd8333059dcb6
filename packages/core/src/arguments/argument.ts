import { SweetspotError } from '../errors.ts'
import { formatValue } from './format-value.ts'

/**
 * Checks one argument or option.
 *
 * @param what - The name of the argument.
 * @param wanted - The expected value, such as "an integer of at least 0".
 * @throws ERR_INVALID_ARGUMENT if it is invalid
 */
export function checkArgument(what: string, given: unknown, isValid: boolean, wanted: string): void {
  if (!isValid) throw invalidArgument(what, given, wanted)
}

/** The error for an invalid argument. */
export function invalidArgument(what: string, given: unknown, wanted: string): SweetspotError {
  return new SweetspotError('ERR_INVALID_ARGUMENT', `Expected ${what} to be ${wanted}; received ${formatValue(given)}.`)
}
