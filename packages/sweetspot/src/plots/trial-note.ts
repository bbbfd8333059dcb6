import type { ConstrainedPoint } from '@sweetspot/core'
import { formatNumber } from '../text/format-value.ts'

/** Formats the tooltip of a completed trial. */
export function trialNote({
  number,
  value,
  unmet,
}: ConstrainedPoint & { readonly number: number; readonly value: number }): string {
  const not = unmet ? `; not met: ${unmet.join(', ')}` : ''
  return `Trial ${number}: ${formatNumber(value, 6)}${not}`
}

/** Legend label of trials that do not meet all constraints. */
export const NOT_FEASIBLE = 'infeasible'
