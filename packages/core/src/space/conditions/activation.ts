import { type Condition, conditionKey, exclusive } from './conditions.ts'

/** A set of conditions under which a dimension is active, including the conditions of its parents, recursively. */
export interface Activation {
  readonly conditions: readonly Condition[]
  /** The parameters whose own conditions are included. */
  readonly joined: ReadonlySet<string>
}

/**
 * Maximum number of alternatives. Above it only the direct conditions are compared, which may report a conflict that
 * does not exist.
 */
const MAX_ALTERNATIVES = 256

const UNCONDITIONAL: readonly Activation[] = [{ conditions: [], joined: new Set() }]

/**
 * All sets of conditions under which a dimension is active: its own conditions joined with those of each parent that
 * they test. Contradictory sets are left out; if none remains, the dimension can never be active.
 *
 * @param known - The activations of the parameters declared earlier, by name.
 */
export function activations(
  conditions: readonly Condition[],
  known: ReadonlyMap<string, readonly Activation[]>,
): readonly Activation[] {
  if (conditions.length === 0) return UNCONDITIONAL
  if (exclusive(conditions, conditions)) return []
  const own: Activation = { conditions, joined: new Set() }
  let ways = [own]
  // The last parent is nested deepest: its activations usually include those of the others, which then need no join.
  const parents = [...new Set(conditions.map(({ parameter }) => parameter))].reverse()
  for (const parent of parents) {
    const parentWays = known.get(parent) ?? UNCONDITIONAL
    if (ways.length * parentWays.length > MAX_ALTERNATIVES) return [own]
    ways = ways.flatMap((way) =>
      way.joined.has(parent) ? [way] : parentWays.flatMap((more) => join(way, more, parent)),
    )
  }
  return ways
}

/** Joins an activation with one of a parent; returns an empty list if they contradict each other. */
function join(way: Activation, more: Activation, parent: string): readonly Activation[] {
  if (exclusive(way.conditions, more.conditions)) return []
  const conditions = distinct([...more.conditions, ...way.conditions])
  return [{ conditions, joined: new Set([...way.joined, ...more.joined, parent]) }]
}

/** Whether two dimensions with these activations are never active in the same params. */
export function neverTogether(some: readonly Activation[], others: readonly Activation[]): boolean {
  return some.every((one) => others.every((other) => exclusive(one.conditions, other.conditions)))
}

/** Conditions without repetitions, in the order of their first appearance. */
export function distinct(conditions: readonly Condition[]): readonly Condition[] {
  if (conditions.length < 2) return conditions
  return [...new Map(conditions.map((condition) => [conditionKey(condition), condition])).values()]
}
