import { causeText, formatValue, type SearchSpace, SweetspotError } from '@sweetspot/core'
import type { CommandTemplate } from '../../command/command-template.ts'
import { parseCommand } from '../../command/template/parse-command.ts'
import { productError } from '../../product-error.ts'
import { givenFields } from '../../sweep/given-fields.ts'
import { mergeSweeps } from '../../sweep/merge-sweeps.ts'
import { METRIC_TEXT, metricSource } from '../../sweep/metric-text.ts'
import type { ReadSweep, Sweep } from '../../sweep/sweep.ts'
import { sentence } from '../../text/sentence.ts'
import type { CommandInput } from '../command-code.ts'
import { readSweepArgument } from '../studies/read-sweep-argument.ts'
import { studySweep } from '../studies/study-sweep.ts'
import { devicesOption, durationOption } from './amount-texts.ts'

type RunOptions = CommandInput<'run'>['options']

/**
 * The sweep of a command line: that of its file, if any, with the options and the command of the command line.
 *
 * @param stored - The space of the study, if it exists.
 * @throws ERR_USAGE, and the errors of the file and of the grammar of parameters
 */
export async function readRun(
  { arguments: { sweep: file, command }, options }: CommandInput<'run'>,
  cwd: string,
): Promise<ReadSweep> {
  const isCommand =
    command.length === 0 ? ` If it is the command to run, write -- before it: sweetspot run … -- ${file} …` : ''
  const read = await readSweepArgument(file, cwd, isCommand)
  const sweep = mergeSweeps(read.sweep, await sweepOfOptions(options))
  return { sweep: { ...sweep, ...commandOf(sweep, command) }, notices: read.notices }
}

async function sweepOfOptions(options: RunOptions): Promise<Sweep> {
  const { metric, trials, concurrency, retries, maxFailures, target, study } = options
  if (metric !== undefined && !METRIC_TEXT.test(metric)) {
    throw productError(
      'ERR_USAGE',
      `Expected --metric to be json, file:PATH or regex:PATTERN; received ${formatValue(metric)}.`,
    )
  }
  const counts = { trials, concurrency, maxFailures }
  for (const [name, count] of Object.entries(counts)) {
    if (count === 0) throw productError('ERR_USAGE', `Expected ${flags[name]} to be at least 1; received 0.`)
  }
  return {
    ...(await studySweep(options)),
    ...givenFields({
      ...counts,
      name: study,
      metric: metric === undefined ? undefined : metricSource(metric),
      pruner: options.pruner === 'hyperband' ? 'auto' : options.pruner,
      timeout: durationOption('--timeout', options.timeout),
      trialTimeout: durationOption('--trial-timeout', options.trialTimeout),
      retries,
      retryDelay: durationOption('--retry-delay', options.retryDelay),
      target,
      gpus: devicesOption(options.gpus),
    }),
  }
}

const flags: { readonly [name: string]: string } = {
  trials: '-n',
  concurrency: '-j',
  maxFailures: '--max-failures',
}

function parsed(words: readonly string[], declared: SearchSpace | undefined): CommandTemplate {
  try {
    return parseCommand(words, declared)
  } catch (thrown) {
    if (!(thrown instanceof SweetspotError)) throw thrown
    throw productError('ERR_USAGE', sentence(causeText(thrown)), { cause: thrown })
  }
}

/** The command of the command line, whose params are appended as the sweep says. */
function commandOf({ paramsFormat, space: declared }: Sweep, words: readonly string[]): { command?: CommandTemplate } {
  if (words.length === 0) return {}
  const template = parsed(words, declared)
  if (paramsFormat === undefined) return { command: template }
  const parts = template.parts.map((part) => ('params' in part ? { params: paramsFormat } : part))
  return { command: { ...template, parts } }
}
