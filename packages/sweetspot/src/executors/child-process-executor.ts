import { checkArgument, type Executor, type OptionNames, optionsReader } from '@sweetspot/core'
import { isolatedExecutor } from './isolated-executor.ts'
import { ISOLATION_OPTION_NAMES, type IsolationOptions, workerSettings } from './isolation-options.ts'
import { objectiveModule } from './objective-module.ts'
import { trialProcess } from './trial-process.ts'
import { workerProgram } from './worker-program.ts'

/** Options of {@link childProcessExecutor}. */
export interface ChildProcessExecutorOptions extends IsolationOptions {
  /** The working directory of the processes. Default: that of this process. */
  readonly cwd?: string
}

/** The names of {@link ChildProcessExecutorOptions}, each with its names in other libraries. */
export const CHILD_PROCESS_EXECUTOR_OPTION_NAMES: OptionNames<ChildProcessExecutorOptions> = {
  ...ISOLATION_OPTION_NAMES,
  cwd: ['workingDirectory', 'dir'],
}

const readOptions = optionsReader<ChildProcessExecutorOptions>(
  'childProcessExecutor',
  CHILD_PROCESS_EXECUTOR_OPTION_NAMES,
)

/**
 * Runs trials in child processes. A crash does not affect other trials or the study.
 *
 * The objective is the default export of a module, in JavaScript or TypeScript. It gets the same `trial` as in this
 * process. A process that must end, and everything that it has started, gets SIGTERM, and SIGKILL after the grace
 * period. None outlives this process, even if this one is killed.
 *
 * @param module - The `file:` URL of the module.
 * @throws ERR_INVALID_OBJECTIVE_MODULE if there is no such file; ERR_INVALID_ARGUMENT for an invalid option. A module
 *   without an objective is only detected when the first trial runs.
 *
 * @example
 * ```ts
 * const executor = childProcessExecutor(new URL('./objective.ts', import.meta.url), { memoryLimit: 2e9 })
 * await study.optimize(executor, { trials: 100, concurrency: 4, trialTimeout: 60_000 })
 * await executor.close()
 * ```
 */
export function childProcessExecutor(module: URL, options?: ChildProcessExecutorOptions): Executor {
  const read = readOptions(options) ?? {}
  const objective = objectiveModule(module, read.export)
  const settings = workerSettings(read)
  const { cwd } = read
  const isFolder = cwd === undefined || (typeof cwd === 'string' && cwd !== '' && !cwd.includes('\0'))
  checkArgument('cwd', cwd, isFolder, 'the path of a folder')
  const program = workerProgram('#trial-process')
  return isolatedExecutor(() => trialProcess(program, objective, settings, cwd), settings)
}
