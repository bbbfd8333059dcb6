import { type OptimizeResult, type Study, SweetspotError, type Trial } from '@sweetspot/core'
import type { TunerOptions } from './tuner-options.ts'

/** Errors that every trial would end with: the search stops, and goes on with the same trial once they are mended. */
const NOT_THE_TRIALS_FAULT = new Set([
  'ERR_INVALID_MODEL',
  'ERR_INVALID_OBJECTIVE',
  'ERR_INVALID_CONDITION',
  'ERR_PARAMETER_CONFLICT',
  'ERR_STORAGE',
  'ERR_READ_ONLY',
])

/**
 * Runs the trials of a study one after another, each when the one before has left the backend of TensorFlow.js, which
 * all share. An aborted training leaves it after the batch at hand.
 *
 * @param maxTrials - How many trials the study is to have in all.
 * @param stopped - Stops this call; `options.signal` does too.
 * @throws ERR_TOO_MANY_FAILURES, and the errors that are not the trial's fault
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
