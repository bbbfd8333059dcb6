import { type CommandOptions, checkedOptions } from '../../command/command-options.ts'
import { checkProgram } from '../../command/process/find-program.ts'
import { regexReaders } from '../../command/results/regex-reader.ts'
import { productError } from '../../product-error.ts'
import type { RunPlan } from './run-plan.ts'

/**
 * Checks what a run would need only when its first trial starts: the options of its commands, the pattern of its metric,
 * and its program. A mistake is thus found before anything is written.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_METRIC, ERR_COMMAND_NOT_STARTED; ERR_USAGE if trials would share a file
 */
export async function checkRun({ sweep, template, directions }: RunPlan, options: CommandOptions): Promise<void> {
  const { metric, cwd, environment } = checkedOptions(options)
  if (metric.kind === 'regex')
    await regexReaders(metric.pattern, Object.keys(directions), Object.keys(sweep.constraints ?? {}))
  if (metric.kind === 'file' && (sweep.concurrency ?? 1) > 1 && !/\{(?:dir|trial)\}/.test(metric.path)) {
    throw productError(
      'ERR_USAGE',
      `Trials that run at the same time would write the same file ${metric.path}: let each write {dir}/metrics.json.`,
    )
  }
  const [program] = template.parts
  const [only, ...others] = program && 'text' in program ? program.text : []
  if (typeof only !== 'string' || others.length > 0 || template.shell) return
  checkProgram(only, cwd, environment.PATH ?? process.env.PATH)
}
