import { causeText, isErrorOf, SweetspotError } from '../errors.ts'
import { formatValue } from './format-value.ts'
import { isThenable } from './shape.ts'

/**
 * The error for a user's function that threw, with the thrown value as its cause. A SweetspotError is returned
 * unchanged.
 *
 * @param what - The function, as the subject of a sentence.
 */
function callbackFailed(what: string, thrown: unknown): SweetspotError {
  if (isErrorOf(thrown, SweetspotError)) return thrown
  return new SweetspotError('ERR_CALLBACK_FAILED', `${what} threw: ${causeText(thrown)}.`, { cause: thrown })
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

/**
 * Calls a user's function.
 *
 * @typeParam T - The type of its answer.
 * @param what - The function, as it appears in a sentence, such as `the sampler gp`.
 * @throws ERR_CALLBACK_FAILED if it throws; a SweetspotError unchanged
 */
export function invoke<T>(what: string, call: () => T): T {
  try {
    return call()
  } catch (thrown) {
    throw callbackFailed(capitalized(what), thrown)
  }
}

/**
 * Calls a user's function and awaits its answer.
 *
 * @typeParam T - The type of its answer.
 * @param what - The function, as it appears in a sentence.
 * @throws ERR_CALLBACK_FAILED if it throws or rejects; a SweetspotError unchanged
 */
export async function invokeAsync<T>(what: string, call: () => T | PromiseLike<T>): Promise<T> {
  try {
    return await call()
  } catch (thrown) {
    throw callbackFailed(capitalized(what), thrown)
  }
}

/**
 * Calls a user's function that answers true or false.
 *
 * @param what - The function, as it appears in a sentence.
 * @throws ERR_CALLBACK_FAILED if it throws, ERR_INVALID_ARGUMENT for another answer; a SweetspotError unchanged
 */
export function invokeTest(what: string, call: () => unknown): boolean {
  const answer = invoke(what, call)
  if (typeof answer === 'boolean') return answer
  throw wrongAnswer(what, 'true or false', answer)
}

const capitalized = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** Prevents an unhandled rejection of a promise that is not awaited. */
export function ignoreRejection(promise: PromiseLike<unknown>): void {
  Promise.resolve(promise).catch(() => {})
}
