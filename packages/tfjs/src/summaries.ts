import {
  type CompletedTrial,
  countOf,
  type Dimension,
  type FailedTrial,
  type Parameter,
  type Recommendation,
  type SearchSpace,
  type StudySnapshot,
} from '@sweetspot/core'
import { builtSpace, fitsBuildModel } from './built-space.ts'
import { bestTrials } from './trial-checkpoints.ts'
import { describeParams, rounded } from './trial-lines.ts'

/**
 * Returns a text of the best trials, the recommended trial if it is not the best, and the first failed trials with their
 * reasons.
 *
 * @param failed - The maximum number of failed trials.
 */
export function resultsText(
  snapshot: StudySnapshot,
  best: readonly CompletedTrial[],
  recommended?: Recommendation,
  failed = 10,
): string {
  const metric = snapshot.metrics[0] as string
  const { counts } = snapshot
  const head = `Results of ${snapshot.name}: ${counts.completed} completed, ${counts.pruned} pruned, ${counts.failed} failed`
  const rows = best.map(({ values, number, params, attributes }) => {
    const others = Object.entries(Object(attributes['metrics']) as { [name: string]: unknown })
    const all = [[metric, values[metric]], ...others].flatMap(([name, value]) => {
      return typeof value === 'number' ? `${String(name)} = ${rounded(value)}` : []
    })
    return `  ${all.join(', ')}  trial ${number}: ${describeParams(params)}`
  })
  const [top] = bestTrials(snapshot, 1)
  const isLuck =
    top &&
    recommended &&
    !recommended.numbers.includes(top.number) &&
    fitsBuildModel(snapshot, builtSpace(snapshot))(recommended.trial)
  const end = isLuck ? [luckText(recommended)] : []
  return [head, ...rows, ...end, ...failedLines(snapshot, failed)].join('\n')
}

function failedLines({ trials, counts }: StudySnapshot, count: number): string[] {
  const failed: FailedTrial[] = []
  for (const trial of trials) {
    if (failed.length === count) break
    if (trial.state === 'failed') failed.push(trial)
  }
  const lines = failed.map(({ number, error, reason, params }) => {
    return `  failed: ${error ?? reason}  trial ${number}: ${describeParams(params)}`
  })
  return counts.failed > count && count > 0 ? [...lines, `  … and ${counts.failed - count} more failed`] : lines
}

function luckText({ trial, metric, mean, low, high }: Recommendation): string {
  const expected = `${metric} = ${rounded(mean)} (${rounded(low)} to ${rounded(high)})`
  return `The best value may be luck; recommended is trial ${trial.number}, with an expected ${expected}: ${describeParams(trial.params)}`
}

/** Returns a text of the hyperparameters of a search. */
export function spaceText({ dimensions }: SearchSpace): string {
  return [`Search space: ${countOf(dimensions.length, 'hyperparameter')}`, ...dimensions.map(dimensionText)].join('\n')
}

function dimensionText({ name, parameter, conditions }: Dimension): string {
  const preset = 'default' in parameter ? `, ${JSON.stringify(parameter.default)} by default` : ''
  const where = conditions.map(({ parameter: parent, test }) => {
    if ('in' in test) return `${parent} is ${list(test.in)}`
    return 'atLeast' in test ? `${parent} ≥ ${test.atLeast}` : `${parent} ≤ ${test.atMost}`
  })
  return `  ${name}: ${rangeText(parameter)}${preset}${where.length > 0 ? `, where ${where.join(' and ')}` : ''}`
}

function rangeText(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'float':
    case 'int': {
      const { kind, low, high, step, scale } = parameter
      const steps = step === undefined || (kind === 'int' && step === 1) ? '' : ` by ${step}`
      return `${kind} from ${low} to ${high}${steps}${scale === 'linear' ? '' : ` on a ${scale} scale`}`
    }
    case 'choice':
    case 'ordinal':
      return list(parameter.values)
    case 'boolean':
      return 'true or false'
    case 'fixed':
      return `always ${JSON.stringify(parameter.value)}`
  }
}

const list = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join(' or ')
