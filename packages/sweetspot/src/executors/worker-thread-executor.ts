import { type Executor, type OptionNames, optionsReader } from '@sweetspot/core'
import { isolatedExecutor } from './isolated-executor.ts'
import { ISOLATION_OPTION_NAMES, type IsolationOptions, workerSettings } from './isolation-options.ts'
import { objectiveModule } from './objective-module.ts'
import { trialThread } from './trial-thread.ts'
import { workerProgram } from './worker-program.ts'

/** Options of {@link workerThreadExecutor}. */
export interface WorkerThreadExecutorOptions extends IsolationOptions {}

/** The names of {@link WorkerThreadExecutorOptions}, each with its names in other libraries. */
export const WORKER_THREAD_EXECUTOR_OPTION_NAMES: OptionNames<WorkerThreadExecutorOptions> = ISOLATION_OPTION_NAMES

const readOptions = optionsReader<WorkerThreadExecutorOptions>(
  'workerThreadExecutor',
  WORKER_THREAD_EXECUTOR_OPTION_NAMES,
)

/**
 * Runs trials in worker threads, which use several cores, have their own heap, and can be terminated after a timeout.
 *
 * The objective is the default export of a module, in JavaScript or TypeScript. It gets the same `trial` as in this
 * thread. A thread shares the process: a fault in native code ends all trials; use `childProcessExecutor` against that.
 *
 * @param module - The `file:` URL of the module.
 * @throws ERR_INVALID_OBJECTIVE_MODULE if there is no such file; ERR_INVALID_ARGUMENT for an invalid option. A module
 *   without an objective is only detected when the first trial runs.
 *
 * @example
 * ```ts
 * const executor = workerThreadExecutor(new URL('./objective.ts', import.meta.url))
 * await study.optimize(executor, { trials: 100, concurrency: 4, trialTimeout: 60_000 })
 * await executor.close()
 * ```
 */
export function workerThreadExecutor(module: URL, options?: WorkerThreadExecutorOptions): Executor {
  const read = readOptions(options) ?? {}
  const objective = objectiveModule(module, read.export)
  const settings = workerSettings(read)
  const program = workerProgram('#trial-thread')
  return isolatedExecutor(() => trialThread(program, objective, settings), settings)
}
