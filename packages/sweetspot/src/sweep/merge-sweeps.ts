import { type SearchSpace, spaceFromJson, spaceToJson } from '@sweetspot/core'
import type { Sweep } from './sweep.ts'

/**
 * Merges sweeps; later ones have priority, as the command line over a file.
 *
 * Parameters are merged by name: a later one replaces an earlier one of that name and its branches, others are added.
 * Constraints, environment variables and tags are merged by name, too. Metrics are replaced together, and with them the
 * target, which is the value of one of them. Trials that run first are added before earlier ones.
 *
 * @throws The errors of `space`, if the parameters do not fit together
 */
export function mergeSweeps(...sweeps: readonly Sweep[]): Sweep {
  return sweeps.reduce((earlier, later): Sweep => {
    const { target: _target, ...rest } = earlier
    const base = later.directions ? rest : earlier
    const { space, enqueue } = later
    return {
      ...base,
      ...later,
      ...(space && { space: earlier.space ? mergeSpaces(earlier.space, space) : space }),
      ...(later.constraints && { constraints: { ...earlier.constraints, ...later.constraints } }),
      ...(later.environment && { environment: { ...earlier.environment, ...later.environment } }),
      ...(later.tags && { tags: { ...earlier.tags, ...later.tags } }),
      ...(enqueue && { enqueue: [...enqueue, ...(earlier.enqueue ?? [])] }),
    }
  }, {})
}

function mergeSpaces(earlier: SearchSpace, later: SearchSpace): SearchSpace {
  const replaced = Map.groupBy(later.dimensions, ({ name }) => name)
  const added = spaceToJson(later).dimensions
  const inserted = new Set<string>()
  const kept = spaceToJson(earlier).dimensions.flatMap((dimension) => {
    if (replaced.has(dimension.name)) {
      // The later definition takes the place of the earlier one.
      if (inserted.has(dimension.name)) return []
      inserted.add(dimension.name)
      return added.filter(({ name }) => name === dimension.name)
    }
    const conditions = dimension.conditions?.map((condition) => {
      const dimensions = replaced.get(condition.parameter)
      const { test } = condition
      if (!dimensions || !('in' in test) || !Array.isArray(test.in)) return condition
      const possible = test.in.filter((value) => dimensions.some(({ domain }) => domain.contains(value)))
      return { ...condition, test: { in: possible } }
    })
    // A branch that can no longer be chosen is dropped with its parameters.
    if (conditions?.some(({ test }) => 'in' in test && Array.isArray(test.in) && test.in.length === 0)) return []
    return [{ ...dimension, ...(conditions && { conditions }) }]
  })
  const others = added.filter(({ name }) => !inserted.has(name))
  return spaceFromJson({ dimensions: [...kept, ...others] }, [...earlier.constraints, ...later.constraints])
}
