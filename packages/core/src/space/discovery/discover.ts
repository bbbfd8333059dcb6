import type { Condition } from '../conditions/conditions.ts'
import type { Declaration } from '../declarations.ts'
import type { Json } from '../json-value.ts'
import type { Parameter } from '../parameters/parameter-kinds.ts'
import type { Params } from '../params.ts'
import { buildSpace, type SearchSpace } from '../search-space.ts'
import { explain, extend, fewLevels, nothingSeen, type ParentSightings, type SeenValues } from './explain.ts'
import { widen } from './widen.ts'

export { widen } from './widen.ts'

/**
 * What define-by-run objectives have shown of their search space: the parameters they asked for, and how the values of
 * each went together with the presence of those that appeared after it. Immutable; its size depends on the number of
 * parameters, not of trials.
 */
export interface Discovery {
  /** In the order of their first appearance. */
  readonly parameters: ReadonlyMap<string, Parameter>
  /** What finished trials say of each parameter. */
  readonly sightings: ReadonlyMap<string, Sighting>
  /** Whether any trial has been observed. */
  readonly hasTrials: boolean
}

/** What finished trials say of one parameter. */
export interface Sighting {
  readonly seen: SeenValues
  /** How often a value came again, up to {@link ENOUGH}: the evidence behind the parameter's explanations. */
  readonly repeats: number
  /** Whether some trial did without the parameter. */
  readonly absent: boolean
  /** By the name of each parameter before this one. */
  readonly pairs: ReadonlyMap<string, ParentSightings>
}

/** Before the first trial. */
export const nothingDiscovered: Discovery = { parameters: new Map(), sightings: new Map(), hasTrials: false }

const ENOUGH = 20

/**
 * Adds parameters that a trial asked for; a numeric range that changed is widened so that it covers both. Returns the
 * same object where nothing is new.
 *
 * @throws ERR_PARAMETER_CONFLICT
 */
export function discover(before: Discovery, found: { readonly [name: string]: Parameter }): Discovery {
  const parameters = new Map(before.parameters)
  const sightings = new Map(before.sightings)
  let changed = false
  for (const [name, asked] of Object.entries(found)) {
    const known = parameters.get(name)
    const parameter = known ? widen(name, known, asked) : asked
    if (parameter === known) continue
    changed = true
    parameters.set(name, parameter)
    if (known) continue
    // The trials before this one all did without it.
    const pairs = [...sightings].map(
      ([parent, { seen }]) => [parent, { present: nothingSeen, absent: seen, alone: false }] as const,
    )
    sightings.set(name, { seen: nothingSeen, repeats: 0, absent: before.hasTrials, pairs: new Map(pairs) })
  }
  return changed ? { ...before, parameters, sightings } : before
}

/**
 * Adds what the params of a trial say about which parameters occur together. Meant for trials that ran to their end: one
 * that failed early may not have asked for all it uses. Returns the same object where nothing is new.
 */
export function observe(before: Discovery, params: Params): Discovery {
  let sightings: Map<string, Sighting> | undefined
  for (const [name, sighting] of before.sightings) {
    const after = seeing(name, sighting, before, params)
    if (after === sighting) continue
    sightings ??= new Map(before.sightings)
    sightings.set(name, after)
  }
  if (!sightings) return before.hasTrials || before.parameters.size === 0 ? before : { ...before, hasTrials: true }
  return { ...before, sightings, hasTrials: true }
}

function seeing(name: string, before: Sighting, { parameters }: Discovery, params: Params): Sighting {
  const used = Object.hasOwn(params, name)
  let { seen, repeats, pairs } = before
  if (used) {
    seen = extend(before.seen, parameters.get(name) as Parameter, params[name] as Json)
    if (seen === before.seen && repeats < ENOUGH) repeats += 1
  }
  for (const [parent, pair] of before.pairs) {
    const side = used ? 'present' : 'absent'
    let after = pair
    if (Object.hasOwn(params, parent)) {
      const span = extend(pair[side], parameters.get(parent) as Parameter, params[parent] as Json)
      if (span !== pair[side]) after = { ...pair, [side]: span }
    } else if (used && !pair.alone) {
      after = { ...pair, alone: true }
    }
    if (after !== pair) pairs = new Map(pairs).set(parent, after)
  }
  const absent = before.absent || !used
  const same = seen === before.seen && repeats === before.repeats && pairs === before.pairs && absent === before.absent
  return same ? before : { seen, repeats, absent, pairs }
}

/**
 * The search space discovered so far. A parameter that some trials did without is taken to depend on one parameter
 * before it whose values divide the trials exactly; among several, on the one with most evidence, with fewest values,
 * and nearest. Values not seen yet count as using it. Where no parameter explains the absence, the parameter is
 * `optional`.
 */
export function discoveredSpace(discovery: Discovery): SearchSpace {
  const declarations = [...discovery.parameters].map(([name, parameter]): Declaration => {
    const sighting = discovery.sightings.get(name)
    if (!sighting?.absent) return { name, parameter, conditions: [] }
    const condition = bestExplanation(sighting, discovery)
    return condition
      ? { name, parameter, conditions: [condition] }
      : { name, parameter, conditions: [], optional: true }
  })
  return buildSpace(declarations)
}

function bestExplanation({ pairs }: Sighting, { parameters, sightings }: Discovery): Condition | undefined {
  let best: { condition: Condition; repeats: number; levels: number } | undefined
  for (const [name, pair] of pairs) {
    const parent = parameters.get(name) as Parameter
    const condition = explain(name, parent, pair)
    if (!condition) continue
    const levels = fewLevels(parent) ?? Number.POSITIVE_INFINITY
    const repeats = Number.isFinite(levels) ? (sightings.get(name)?.repeats ?? 0) : -1
    // Pairs are in order of appearance: a later one of equal merit is nearer.
    if (!best || repeats > best.repeats || (repeats === best.repeats && levels <= best.levels)) {
      best = { condition, repeats, levels }
    }
  }
  return best?.condition
}
