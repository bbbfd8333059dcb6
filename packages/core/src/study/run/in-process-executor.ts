import { nextTask } from '../clock/system.ts'
import { liveTrial } from '../live/live-trial.ts'
import type { Executor } from './executor.ts'
import type { Objective } from './objective.ts'

/**
 * Runs objectives as functions in this process.
 *
 * JavaScript cannot stop a function from outside, so an objective that ignores its signal continues after its time. Its
 * result is ignored, and its next report throws. A result returned in the turn of the event loop in which the signal is
 * aborted is used.
 *
 * @param nextTurn - Resolves in the next turn of the event loop.
 */
export function inProcessExecutor<P, M extends string, C extends string>(
  objective: Objective<P, M, C>,
  nextTurn: () => Promise<void> = nextTask,
): Executor {
  return Object.freeze({
    async run(spec, host) {
      const trial = liveTrial<P, M>(spec, host)
      try {
        return { returned: await untilAborted(async () => objective(trial), host.signal, nextTurn) }
      } catch (thrown) {
        return { thrown }
      }
    },
    close: async () => {},
  } satisfies Executor)
}

/** The result of `work`, or a rejection in the turn after the signal is aborted. */
function untilAborted<T>(work: () => Promise<T>, signal: AbortSignal, nextTurn: () => Promise<void>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () => void nextTurn().then(() => reject(signal.reason))
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort))
  })
}
