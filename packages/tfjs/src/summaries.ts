import type { CompletedTrial, Parameter, SearchSpace, StudySnapshot } from '@sweetspot/core'
import { describe } from './trial-lines.ts'

/** The best trials, for people. */
export function resultsText(snapshot: StudySnapshot, best: readonly CompletedTrial[]): string {
  const [metric] = snapshot.metrics as [string]
  const { completed, pruned, failed } = snapshot.counts
  const head = `Results of ${snapshot.name}: ${completed} trial(s) completed, ${pruned} pruned, ${failed} failed; ${snapshot.directions[metric]} ${metric}`
  const rows = best.map(
    (trial) => `  ${trial.values[metric]?.toPrecision(5)}  trial ${trial.number}  ${describe(trial)}`,
  )
  return [head, ...rows].join('\n')
}

/** The hyperparameters of a search, for people. */
export function spaceText({ dimensions }: SearchSpace): string {
  const rows = dimensions.map(({ id, parameter }) => `  ${id}: ${rangeText(parameter)}`)
  return [`Search space: ${dimensions.length} hyperparameter(s)`, ...rows].join('\n')
}

function rangeText(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'float':
    case 'int': {
      const { kind, low, high, step, scale } = parameter
      return `${kind} from ${low} to ${high}${step === undefined || (kind === 'int' && step === 1) ? '' : ` by ${step}`}${scale === 'linear' ? '' : `, ${scale} scale`}`
    }
    case 'choice':
    case 'ordinal':
      return `one of ${parameter.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'boolean':
      return 'true or false'
    case 'fixed':
      return `fixed at ${JSON.stringify(parameter.value)}`
  }
}
