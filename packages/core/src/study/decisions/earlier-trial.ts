import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { sameJson } from '../../space/json-value.ts'
import type { Params } from '../../space/params.ts'

/**
 * The number of the first trial, in any state, whose params have all given values. Stepped values are compared up to
 * rounding.
 */
export function earlierTrial({ space, trials }: StudySnapshot, given: Params): number | undefined {
  const values = Object.entries(given).map(([name, value]) => {
    const dimension = space.dimensions.find((other) => other.name === name && other.domain.contains(value))
    return [name, dimension ? dimension.domain.snap(value) : value] as const
  })
  for (const { number, params } of trials) {
    if (values.every(([name, value]) => Object.hasOwn(params, name) && sameJson(params[name] ?? null, value))) {
      return number
    }
  }
  return undefined
}
