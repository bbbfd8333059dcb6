import { SweetspotError } from '../../errors.ts'
import { foldIn, type Key, uniformStream } from '../../math/random.ts'
import { formatValue, isPlainObject } from '../../space/json-value.ts'

/** The number and delay of retries of a trial whose objective throws. */
export interface RetryOptions {
  /** Maximum number of retries of a trial. */
  readonly times: number
  /** Milliseconds before the first retry. Each further retry waits `factor` times as long. Default: 0. */
  readonly delay?: number
  /** Factor between successive delays, at least 1. Default: 2. */
  readonly factor?: number
  /** Maximum delay, in milliseconds. Default: 60,000. */
  readonly maxDelay?: number
}

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
  const { delay = 0, factor = 2, maxDelay = 60_000 } = retries
  const longest = Math.min(maxDelay, delay * factor ** retry)
  const { uniform } = uniformStream(foldIn(foldIn(foldIn(key, 'retry'), number), retry))
  return Math.round(longest * (1 - uniform() / 2))
}

const FAULTS: { readonly [option in keyof Required<RetryOptions>]: (value: unknown) => string | undefined } = {
  times: (value) => (Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : 'an integer of at least 0'),
  delay: (value) => (isNumber(value) && value >= 0 ? undefined : 'a number of milliseconds of at least 0'),
  factor: (value) => (isNumber(value) && value >= 1 ? undefined : 'a number of at least 1'),
  maxDelay: (value) => (isNumber(value) && value >= 0 ? undefined : 'a number of milliseconds of at least 0'),
}

/** @throws ERR_INVALID_ARGUMENT unless it is a number of retries or {@link RetryOptions} */
export function checkRetries(given: unknown): void {
  if (!isPlainObject(given)) {
    if (FAULTS.times(given) === undefined) return
    throw invalid('retries', given, 'an integer of at least 0, or { times, delay, factor, maxDelay }')
  }
  const faults = new Map(Object.entries(FAULTS))
  for (const [name, value] of Object.entries({ times: undefined, ...given })) {
    const fault = faults.get(name)
    if (!fault) throw invalid('retries', given, `{ ${[...faults.keys()].join(', ')} }, without ${formatValue(name)}`)
    const wanted = value === undefined && name !== 'times' ? undefined : fault(value)
    if (wanted) throw invalid(`${name} of retries`, value, wanted)
  }
}

const isNumber = (value: unknown): value is number => Number.isFinite(value)

const invalid = (name: string, value: unknown, wanted: string) =>
  new SweetspotError('ERR_INVALID_ARGUMENT', `Expected ${name} to be ${wanted}; received ${formatValue(value)}.`)
