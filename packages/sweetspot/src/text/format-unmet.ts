import {
  constraintValue,
  type MetricValues,
  type OutcomeConstraint,
  type OutcomeConstraints,
  unmetConstraints,
} from '@sweetspot/core'
import { harmless } from './display-width.ts'
import { formatNumber } from './format-value.ts'

/** Formats the unmet constraints: `memory 9 > 8, recall not measured`; empty if all are met. */
export function formatUnmet(constraints: OutcomeConstraints, values: MetricValues): string {
  return unmetConstraints(constraints, values)
    .map((name) => {
      const { atMost, atLeast } = constraints[name] as OutcomeConstraint
      const value = constraintValue(values, name)
      if (Number.isNaN(value)) return `${harmless(name)} not measured`
      const bound = atMost !== undefined && value > atMost ? atMost : (atLeast as number)
      // Four digits may not distinguish a value from its bound.
      const [shown, limit] = [formatNumber(value), formatNumber(bound)]
      const sign = value > bound ? '>' : '<'
      return `${harmless(name)} ${shown === limit ? `${value} ${sign} ${bound}` : `${shown} ${sign} ${limit}`}`
    })
    .join(', ')
}
