import { SweetspotError } from '../../errors.ts'
import { foldIn, type Key, randomStream } from '../../math/random.ts'
import { formatValue, isPlainObject } from '../../space/json-value.ts'
import type { Clock } from '../clock.ts'

/** How often, and after how long, a trial whose objective threw is tried again. */
export interface RetryOptions {
  /** How often a trial is tried again. */
  readonly times: number
  /** Milliseconds before the first retry; each further one waits `factor` times as long. Default: 0 */
  readonly delay?: number
  /** At least 1. Default: 2 */
  readonly factor?: number
  /** The longest wait, in milliseconds. Default: 60,000 */
  readonly maxDelay?: number
}

/** The times of `retries`, which may be a number. */
export const retryTimes = (retries: number | RetryOptions = 0): number =>
  typeof retries === 'number' ? retries : retries.times

/**
 * Whole milliseconds to wait before a retry: exponential back-off, of which a random share up to a half is left out, so that
 * trials that failed together do not come back together. The share depends on the study's key, the trial's number and the
 * retry alone.
 *
 * @param retry - Counts from 0.
 */
export function retryDelay(retries: number | RetryOptions, key: Key, number: number, retry: number): number {
  if (typeof retries === 'number') return 0
  const { delay = 0, factor = 2, maxDelay = 60_000 } = retries
  const longest = Math.min(maxDelay, delay * factor ** retry)
  const { uniform } = randomStream(foldIn(foldIn(foldIn(key, 'retry'), number), retry))
  return Math.round(longest * (1 - uniform() / 2))
}

/** Resolves after so many milliseconds, or as soon as the signal is aborted. */
export function waitFor(clock: Clock, delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const over = () => {
      cancel()
      signal.removeEventListener('abort', over)
      resolve()
    }
    const cancel = clock.after(delay, over)
    signal.addEventListener('abort', over)
  })
}

const FAULTS: { readonly [option in keyof Required<RetryOptions>]: (value: unknown) => string | undefined } = {
  times: (value) => (Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : 'an integer from 0 on'),
  delay: (value) => (isNumber(value) && value >= 0 ? undefined : 'a number of milliseconds from 0 on'),
  factor: (value) => (isNumber(value) && value >= 1 ? undefined : 'a number from 1 on'),
  maxDelay: (value) => (isNumber(value) && value >= 0 ? undefined : 'a number of milliseconds from 0 on'),
}

/** @throws ERR_INVALID_ARGUMENT for anything but a number of times or {@link RetryOptions} */
export function checkRetries(given: unknown): void {
  if (!isPlainObject(given)) {
    if (FAULTS.times(given) === undefined) return
    throw invalid('retries', given, 'an integer from 0 on, or { times, delay, factor, maxDelay }')
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
  new SweetspotError('ERR_INVALID_ARGUMENT', `${name} is ${formatValue(value)} and should be ${wanted}.`)
