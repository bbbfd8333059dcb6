import { type OptimizeResult, type Study, SweetspotError, type Trial } from '@sweetspot/core'
import type { TunerOptions } from './tuner-options.ts'

/** Errors that every trial would have: they end the search, and the next search runs the same trial again. */
const NOT_THE_TRIALS_FAULT = new Set([
  'ERR_INVALID_MODEL',
  'ERR_INVALID_OBJECTIVE',
  'ERR_INVALID_CONDITION',
  'ERR_PARAMETER_CONFLICT',
  'ERR_STORAGE',
  'ERR_READ_ONLY',
])

/**
 * Runs the trials of a study one after another, since they share the backend of TensorFlow.js. An aborted training leaves
 * the backend after its current batch; the next trial waits for that.
 *
 * @param maxTrials - The total number of trials of the study.
 * @param stopped - Stops this call, like `options.signal`.
 * @throws ERR_TOO_MANY_FAILURES, and errors that every trial would have
 */
export async function optimizeOneByOne(
  study: Study,
  objective: (trial: Trial) => Promise<number>,
  { maxRetriesPerTrial = 0, maxConsecutiveFailedTrials = 3, signal }: TunerOptions,
  maxTrials: number | undefined,
  stopped: AbortSignal | undefined,
): Promise<OptimizeResult> {
  const failure = new AbortController()
  let training: Promise<unknown> = Promise.resolve()
  const runNext = (trial: Trial): Promise<number> => {
    const value = training
      .then(() => objective(trial))
      .catch((error: unknown) => {
        if (error instanceof SweetspotError && NOT_THE_TRIALS_FAULT.has(error.code)) failure.abort(error)
        throw error
      })
    training = value.catch(() => {})
    return value
  }
  try {
    const result = await study.optimize(runNext, {
      ...(maxTrials !== undefined && { totalTrials: maxTrials }),
      signal: AbortSignal.any([failure.signal, signal, stopped].filter((one) => one !== undefined)),
      retries: maxRetriesPerTrial,
      maxConsecutiveFailures: maxConsecutiveFailedTrials,
      catch: true,
    })
    failure.signal.throwIfAborted()
    return result
  } finally {
    await training
  }
}
