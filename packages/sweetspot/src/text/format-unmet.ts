import {
  constraintValue,
  type MetricValues,
  type OutcomeConstraint,
  type OutcomeConstraints,
  printable,
  unmetConstraints,
} from '@sweetspot/core'
import { formatNumber } from './format-value.ts'

/** Formats the unmet constraints: `memory 9 > 8, recall not measured`; empty if all are met. */
export function formatUnmet(constraints: OutcomeConstraints, values: MetricValues): string {
  return unmetConstraints(constraints, values)
    .map((name) => {
      const { atMost, atLeast } = constraints[name] as OutcomeConstraint
      const value = constraintValue(values, name)
      if (Number.isNaN(value)) return `${printable(name)} not measured`
      const bound = atMost !== undefined && value > atMost ? atMost : (atLeast as number)
      // Four digits may not distinguish a value from its bound.
      const [shown, limit] = [formatNumber(value), formatNumber(bound)]
      const sign = value > bound ? '>' : '<'
      return `${printable(name)} ${shown === limit ? `${value} ${sign} ${bound}` : `${shown} ${sign} ${limit}`}`
    })
    .join(', ')
}
