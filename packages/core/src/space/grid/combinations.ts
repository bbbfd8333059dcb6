import type { Json } from '../json-value.ts'
import type { SearchSpace } from '../search-space.ts'
import { dependencyGroups } from './dependency-groups.ts'

/**
 * Lists the combinations of a space, ignoring constraints, in the order of its grid; undefined if there are more than
 * `most`. A grid counts combinations and returns any of them by index instead, for which it needs more code.
 */
export function combinations({ dimensions }: SearchSpace, most: number): Record<string, Json>[] | undefined {
  // Parameters without conditions alone may be too many: nothing is listed then.
  const always = dimensions.filter(({ conditions, optional }) => conditions.length === 0 && !optional)
  if (always.reduce((product, { domain }) => product * domain.levels, 1) > most) return undefined
  let partial: Record<string, Json>[] = [{}]
  for (const { name, domain, isActive } of dependencyGroups(dimensions).flat()) {
    const longer: Record<string, Json>[] = []
    for (const params of partial) {
      const levels = isActive(params) ? domain.levels : 0
      if (longer.length + Math.max(levels, 1) > most) return undefined
      for (let level = 0; level < levels - 1; level += 1) longer.push({ ...params, [name]: domain.valueAt(level) })
      if (levels > 0) params[name] = domain.valueAt(levels - 1)
      longer.push(params)
    }
    partial = longer
  }
  return partial
}
