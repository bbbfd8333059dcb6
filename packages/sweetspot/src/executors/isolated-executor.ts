import type { Execution, Executor, TrialHost, TrialSpec } from '@sweetspot/core'
import { closedError } from './closed-error.ts'
import type { WorkerSettings } from './isolation-options.ts'
import { runOnWorker, workerFailed } from './run-on-worker.ts'
import type { TrialWorker } from './trial-worker.ts'
import { WorkerPool } from './worker-pool.ts'

/**
 * An executor that runs each trial on a worker of a pool.
 *
 * @param start - Starts a worker.
 */
export function isolatedExecutor(start: () => TrialWorker, settings: WorkerSettings): Executor {
  const pool = new WorkerPool(start, settings)
  const run = async (spec: TrialSpec, host: TrialHost): Promise<Execution> => {
    for (;;) {
      const pooled = await pool.take(host.signal)
      if (!pooled) return { thrown: host.signal.reason }
      const isNew = pooled.trials === 1
      let isReusable = false
      try {
        const ended = await runOnWorker(pooled.worker, spec, host, settings.output)
        if (pool.isClosed && !host.signal.aborted && !isResult(ended)) throw closedError()
        if (typeof ended !== 'string') {
          isReusable = ended.isReusable
          return ended.execution
        }
        // An idle worker may end by what an earlier trial left, just when it is given a trial. A new one cannot start.
        if (isNew) throw workerFailed(`The worker did not start. ${ended}`)
      } finally {
        pool.give(pooled, isReusable)
      }
    }
  }
  return Object.freeze({ run, close: () => pool.close() })
}

/** Whether the objective itself ended the trial. */
const isResult = (ended: Awaited<ReturnType<typeof runOnWorker>>) =>
  typeof ended !== 'string' && !('outcome' in ended.execution)
