import type { Dimension } from '../search-space.ts'

/**
 * Groups of dimensions that share a name or a condition, directly or through others. The number of combinations of the
 * space is the product over these groups.
 */
export function dependencyGroups(dimensions: readonly Dimension[]): readonly (readonly Dimension[])[] {
  const groupOf = new Map<string, Set<string>>()
  for (const { name, conditions } of dimensions) {
    const joined = new Set([name])
    for (const member of [name, ...conditions.map(({ parameter }) => parameter)]) {
      for (const other of groupOf.get(member) ?? [member]) joined.add(other)
    }
    for (const member of joined) groupOf.set(member, joined)
  }
  return [...Map.groupBy(dimensions, ({ name }) => groupOf.get(name)).values()]
}
