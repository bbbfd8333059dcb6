import { isErrorOf, messageOf, SweetspotError } from '../errors.ts'
import { formatValue } from './format-value.ts'
import { isThenable } from './shape.ts'

/**
 * The error of a function of the user's that threw, with what it threw as the cause. An error of ours is passed on as it is.
 *
 * @param what - The function, as the subject of a sentence.
 */
export function callbackFailed(what: string, thrown: unknown): SweetspotError {
  if (isErrorOf(thrown, SweetspotError)) return thrown
  return new SweetspotError('ERR_CALLBACK_FAILED', `${what} threw: ${messageOf(thrown)}.`, { cause: thrown })
}

/**
 * The error of a function of the user's that returned something else than it should. Of a promise, which would be true in
 * every condition, the rejection is taken along.
 *
 * @param what - The function, as it stands in a sentence.
 * @param wanted - What it should return.
 */
export function wrongAnswer(what: string, wanted: string, answer: unknown): SweetspotError {
  const text = `Expected ${what} to return ${wanted}; received ${formatValue(answer)}.`
  if (!isThenable(answer)) return new SweetspotError('ERR_INVALID_ARGUMENT', text)
  ignoreRejection(answer)
  return new SweetspotError('ERR_INVALID_ARGUMENT', `${text} It must answer at once: remove async and await.`)
}

/** Takes the rejection of a promise that nobody waits for. */
export function ignoreRejection(promise: PromiseLike<unknown>): void {
  Promise.resolve(promise).catch(() => {})
}
