import { checkArgument } from '../../arguments/argument.ts'
import { optionsReader } from '../../arguments/options.ts'
import { isPlainObject } from '../../arguments/plain-object.ts'
import { foldIn, type Key, uniformStream } from '../../math/random.ts'

/** The number and delay of retries of a trial whose objective throws. */
export interface RetryOptions {
  /** Maximum number of retries of a trial. */
  readonly times: number
  /**
   * Maximum delay before the first retry, in milliseconds; each further retry waits `factor` times as long. The actual
   * delay is between half of this and all of it, at random, so that trials that failed together do not retry together.
   * Default: 0.
   */
  readonly delay?: number
  /** Factor between successive delays, at least 1. Default: 2. */
  readonly factor?: number
  /** Maximum delay of later retries, in milliseconds. Default: 60,000, or `delay` if that is more. */
  readonly maxDelay?: number
}

const DEFAULT_MAX_DELAY = 60_000

/** The maximum number of retries. */
export const retryTimes = (retries: number | RetryOptions = 0): number =>
  typeof retries === 'number' ? retries : retries.times

/**
 * The delay before a retry in whole milliseconds: exponential back-off with jitter.
 *
 * Jitter subtracts a random share of up to a half, so that trials that failed together do not retry together. It
 * depends only on the key of the study, the trial number and the retry.
 *
 * @param retry - Index of the retry, from 0.
 */
export function retryDelay(retries: number | RetryOptions, key: Key, number: number, retry: number): number {
  if (typeof retries === 'number') return 0
  const { delay = 0, factor = 2, maxDelay = Math.max(DEFAULT_MAX_DELAY, delay) } = retries
  const longest = Math.min(maxDelay, delay * factor ** retry)
  const { uniform } = uniformStream(foldIn(foldIn(foldIn(key, 'retry'), number), retry))
  return Math.round(longest * (1 - uniform() / 2))
}

const readRetries = optionsReader<RetryOptions>('retries', {
  times: [],
  delay: ['minTimeout', 'initialInterval'],
  factor: ['backoffCoefficient'],
  maxDelay: ['maxTimeout', 'maximumInterval'],
})

/** @throws ERR_INVALID_ARGUMENT unless it is a number of retries or {@link RetryOptions} */
export function checkRetries(given: unknown): void {
  if (!isPlainObject(given)) {
    const wanted = 'an integer of at least 0, or { times, delay, factor, maxDelay }'
    return checkArgument('retries', given, isTimes(given), wanted)
  }
  const { times, delay = 0, factor = 1, maxDelay = 0 } = readRetries(given)
  checkArgument('times of retries', times, isTimes(times), 'an integer of at least 0')
  for (const [name, value] of Object.entries({ delay, maxDelay })) {
    checkArgument(`${name} of retries`, value, isAtLeast(0, value), 'a number of milliseconds of at least 0')
  }
  checkArgument('factor of retries', factor, isAtLeast(1, factor), 'a number of at least 1')
}

const isTimes = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0

const isAtLeast = (least: number, value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value >= least
