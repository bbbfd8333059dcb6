import type { ConstrainedPoint } from '@sweetspot/core'
import { formatNumber } from '../text/format-value.ts'

/** What is shown of a completed trial when its mark is pointed at. */
export function trialNote({
  number,
  value,
  unmet,
}: ConstrainedPoint & { readonly number: number; readonly value: number }): string {
  const not = unmet ? `; not met: ${unmet.join(', ')}` : ''
  return `Trial ${number}: ${formatNumber(value, 6)}${not}`
}

/** What trials that do not meet all constraints are called in a legend. */
export const NOT_FEASIBLE = 'not feasible'
