import { formatValue, nearestName, type StudySnapshot, studyError, type TrialResult } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import { numberFromText } from '../../text/number-text.ts'
import type { CommandCode, CommandInput } from '../command-code.ts'
import { splitAssignments } from '../studies/assignments.ts'
import { withStudy } from '../studies/open-for-writing.ts'
import { trialOf } from '../studies/stored-study.ts'

/** `sweetspot tell` */
export const tell: CommandCode<'tell'> = (input, context) =>
  withStudy(context, input.arguments.study, async (study, snapshot) => {
    const { trial } = input.arguments
    trialOf(snapshot, trial)
    const { state } = await study.tell(trial, resultOf(input, snapshot))
    const isBest = study.snapshot.best?.number === trial
    context.print.notice(`Trial ${trial} of ${study.name} ${state}${isBest ? ': the best so far' : ''}.`)
  })

function resultOf(
  { arguments: { values: words }, options }: CommandInput<'tell'>,
  snapshot: StudySnapshot,
): TrialResult<string> {
  const { state, error } = options
  if (error !== undefined && state !== 'failed') {
    throw productError('ERR_USAGE', 'Expected --error together with --state failed.')
  }
  if (state === 'failed') {
    if (words.length > 0) throw productError('ERR_USAGE', 'Expected no values of a trial that failed.')
    return { state, ...(error !== undefined && { error }) }
  }
  const values = readValues(words, snapshot)
  if (state === 'pruned') return { state, ...(Object.keys(values).length > 0 && { values }) }
  if (words.length === 0) {
    const metrics =
      snapshot.metrics.length > 1 ? snapshot.metrics.map((metric) => `${metric}=VALUE`).join(' ') : 'VALUE'
    throw productError('ERR_USAGE', `Expected the result of the trial: ${metrics}.`)
  }
  return values
}

function readValues(
  words: readonly string[],
  { metrics, constraints, name: study }: StudySnapshot,
): { readonly [name: string]: number } {
  const [only = '', ...others] = words
  const [metric = ''] = metrics
  if (words.length > 0 && others.length === 0 && !only.includes('=')) {
    if (metrics.length === 1) return { [metric]: numberOf(metric, only) }
    throw productError(
      'ERR_USAGE',
      `Expected name=value for each of ${metrics.join(', ')}; received ${formatValue(only)}.`,
    )
  }
  const names = [...metrics, ...Object.keys(constraints)]
  const entries = [...splitAssignments(words)].map(([name, text]): [string, number] => {
    if (names.includes(name)) return [name, numberOf(name, text)]
    const nearest = nearestName(name, names)
    const hint = nearest === undefined ? `It has ${names.join(', ')}.` : `Did you mean ${nearest}?`
    throw studyError('ERR_UNKNOWN_METRIC', `${study} has no metric or constraint ${formatValue(name)}. ${hint}`)
  })
  return Object.fromEntries(entries)
}

/** A number, also NaN and the infinities, which make the trial fail. */
function numberOf(name: string, text: string): number {
  const value = numberFromText(text)
  if (value !== undefined) return value
  throw productError('ERR_USAGE', `Expected ${name} to be a number; received ${formatValue(text)}.`)
}
