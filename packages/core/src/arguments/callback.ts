import { isErrorOf, messageOf, SweetspotError } from '../errors.ts'
import { formatValue } from './format-value.ts'
import { isThenable } from './shape.ts'

/**
 * The error for a user's function that threw, with the thrown value as its cause. A SweetspotError is returned
 * unchanged.
 *
 * @param what - The function, as the subject of a sentence.
 */
export function callbackFailed(what: string, thrown: unknown): SweetspotError {
  if (isErrorOf(thrown, SweetspotError)) return thrown
  return new SweetspotError('ERR_CALLBACK_FAILED', `${what} threw: ${messageOf(thrown)}.`, { cause: thrown })
}

/**
 * The error for a user's function that returned an invalid value. If the value is a promise, which would be true in
 * every condition, its rejection is handled.
 *
 * @param what - The function, as it appears in a sentence.
 * @param wanted - The expected return value.
 */
export function wrongAnswer(what: string, wanted: string, answer: unknown): SweetspotError {
  const text = `Expected ${what} to return ${wanted}; received ${formatValue(answer)}.`
  if (!isThenable(answer)) return new SweetspotError('ERR_INVALID_ARGUMENT', text)
  ignoreRejection(answer)
  return new SweetspotError('ERR_INVALID_ARGUMENT', `${text} It must return synchronously: remove async and await.`)
}

/** Prevents an unhandled rejection of a promise that is not awaited. */
export function ignoreRejection(promise: PromiseLike<unknown>): void {
  Promise.resolve(promise).catch(() => {})
}
