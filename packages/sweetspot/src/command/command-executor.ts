import type { Executor } from '@sweetspot/core'
import { closedError } from '../executors/closed-error.ts'
import { type CommandOptions, checkedOptions } from './command-options.ts'
import type { CommandRunner } from './command-runner.ts'

/**
 * Creates an executor that runs each trial as a command, in any language, in a process group of its own.
 *
 * A command gets its params by placeholders in its arguments, by environment variables and by a JSON file. Its
 * metrics are read from the last JSON object on stdout, lines that match a pattern, or a file, or it reports them through
 * `sweetspot_trial` or `sweetspot/trial`. An exit code other than 0 is an error of the trial, which `retries` of
 * `optimize` may repeat. A signal, and an exceeded memory limit, are failures with the reasons `crashed` and `memory`.
 *
 * If the command cannot be started, or its devices are not found, `optimize` rejects and the trial is requeued. The
 * processes of a trial end with this process, even if it is killed. Close the executor when you no longer need it.
 *
 * @throws ERR_INVALID_ARGUMENT for invalid options; `optimize`: ERR_COMMAND_NOT_STARTED, ERR_NO_DEVICES,
 *   ERR_EXECUTOR_CLOSED, ERR_FILE_ACCESS if the folder of a trial cannot be written, ERR_SPACE_REQUIRED for a study
 *   without a declared space, ERR_METRIC_NOT_FOUND unless `catch` accepts it
 *
 * @example
 * ```ts
 * const executor = commandExecutor({ argv: ['python', 'train.py', '--lr', '{lr}'] })
 * await study.optimize(executor, { trials: 40, concurrency: 2 })
 * await executor.close()
 * ```
 */
export function commandExecutor(options: CommandOptions): Executor {
  const checked = checkedOptions(options)
  let runner: Promise<CommandRunner> | undefined
  let isClosed = false
  const load = async () => {
    const { CommandRunner } = await import('./command-runner.ts')
    return new CommandRunner(checked)
  }
  return Object.freeze({
    async run(spec, host) {
      if (isClosed) throw closedError()
      runner ??= load()
      return (await runner).run(spec, host)
    },
    async close() {
      isClosed = true
      await (await runner)?.close()
    },
  } satisfies Executor)
}
