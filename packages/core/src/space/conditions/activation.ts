import { type Condition, conditionKey, exclusive } from './conditions.ts'

/** Conditions, those of the parents' parents included, under which a dimension is active. */
export interface Activation {
  readonly conditions: readonly Condition[]
  /** The parameters whose own conditions are among them. */
  readonly joined: ReadonlySet<string>
}

/** With more alternatives than this, only the direct conditions are compared: the answer errs towards a conflict. */
const MAX_ALTERNATIVES = 256

const UNCONDITIONAL: readonly Activation[] = [{ conditions: [], joined: new Set() }]

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
  if (exclusive(conditions, conditions)) return []
  const own: Activation = { conditions, joined: new Set() }
  let ways = [own]
  // The last parent stands deepest: its ways mostly hold those of the others, which then need not be joined.
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

/** A way together with a way of one of its parents; none if they contradict each other. */
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
  return [...new Map(conditions.map((condition) => [conditionKey(condition), condition])).values()]
}
