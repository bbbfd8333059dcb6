import { type Condition, conditionKey, exclusive } from './conditions.ts'

/** Conditions, those of the parents' parents included, under which a dimension is active. */
export type Activation = readonly Condition[]

/** With more alternatives than this, only the direct conditions are compared: the answer errs towards a conflict. */
const MAX_ALTERNATIVES = 256

/**
 * Every way in which a dimension can become active: its conditions joined with a way to activate each parent that they
 * look at. Ways that contradict themselves are left out; without any left the dimension can never be active.
 *
 * @param known - The ways of the parameters declared before, by name.
 */
export function activations(
  conditions: readonly Condition[],
  known: ReadonlyMap<string, readonly Activation[]>,
): readonly Activation[] {
  let ways: Activation[] = [conditions]
  for (const parent of new Set(conditions.map(({ parameter }) => parameter))) {
    const parentWays = known.get(parent) ?? [[]]
    if (ways.length * parentWays.length > MAX_ALTERNATIVES) return exclusive(conditions, conditions) ? [] : [conditions]
    ways = ways.flatMap((way) => parentWays.map((more) => distinct([...more, ...way])))
  }
  return ways.filter((way) => !exclusive(way, way))
}

/** Whether two dimensions with these activations are never active in the same params. */
export function neverTogether(some: readonly Activation[], others: readonly Activation[]): boolean {
  return some.every((one) => others.every((other) => exclusive(one, other)))
}

/** Conditions without repetitions, in the order of their first appearance. */
export function distinct(conditions: readonly Condition[]): readonly Condition[] {
  return [...new Map(conditions.map((condition) => [conditionKey(condition), condition])).values()]
}
