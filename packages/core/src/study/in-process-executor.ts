import type { Executor } from './executor.ts'
import type { Objective } from './optimize.ts'
import { type OutcomeNames, outcomeOf, outcomeOfError, toValues } from './outcome.ts'

/**
 * Runs objectives as functions in this process. JavaScript cannot stop a function from outside, so one that ignores its
 * signal runs on after its time is over; its result is not used, and its next report throws.
 */
export function inProcessExecutor<P, M extends string, C extends string>(
  objective: Objective<P, M, C>,
  names: OutcomeNames,
): Executor<P, M> {
  return Object.freeze({
    async run(trial) {
      try {
        const result = await untilAborted(async () => objective(trial), trial.signal)
        return { outcome: outcomeOf(toValues(result, names)) }
      } catch (error) {
        const outcome = outcomeOfError(error)
        const threw = outcome.state === 'failed' && outcome.reason === 'error'
        return threw ? { outcome, thrown: error } : { outcome }
      }
    },
    close: async () => {},
  } satisfies Executor<P, M>)
}

/** The result of `work`, or a rejection as soon as the signal is aborted. */
function untilAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort))
  })
}
