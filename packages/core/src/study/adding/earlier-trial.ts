import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { hasValues, snapped } from '../../space/named-values.ts'
import type { Params } from '../../space/params.ts'

/**
 * The number of the first trial, in any state, whose params have all given values. Stepped values are compared up to
 * rounding.
 */
export function earlierTrial({ space, trials }: StudySnapshot, given: Params): number | undefined {
  const values = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, snapped(space, name, value) ?? value]),
  )
  for (const { number, params } of trials) if (hasValues(params, values)) return number
  return undefined
}
