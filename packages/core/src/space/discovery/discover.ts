import { type Condition, conditionKey } from '../conditions/conditions.ts'
import type { Declaration } from '../declarations.ts'
import type { Parameter, ValueTest } from '../parameters/parameter-kinds.ts'
import type { Params } from '../params.ts'
import { buildSpace, type Dimension, type SearchSpace } from '../search-space.ts'
import { explain, extend, fewLevels, nothingSeen, type SeenValues } from './explain.ts'
import { divide, isGone, type Known, newGroup, type PresenceGroup } from './presence.ts'
import { firstAsk, isNews, type RangeHistory, withAsk } from './range-history.ts'

/**
 * The search space that define-by-run objectives have shown so far: the parameters, their ranges, and how the values of
 * each parameter relate to the presence of later ones. Immutable. Its size grows with the number of parameters, not of
 * trials.
 */
export interface Discovery {
  /** The current parameters, in the order of their first appearance. */
  readonly parameters: ReadonlyMap<string, Parameter>
  /** The ranges that were asked for, by name. */
  readonly ranges: ReadonlyMap<string, RangeHistory>
  /** The values of each parameter in finished trials. */
  readonly sightings: ReadonlyMap<string, Sighting>
  /** The parameters of finished trials, grouped by the trials that contain them. */
  readonly groups: readonly PresenceGroup[]
  /** Number of trials observed, up to {@link MANY}. */
  readonly trials: number
}

/** The values of one parameter in finished trials. */
export interface Sighting {
  readonly seen: SeenValues
  /** Number of repetitions of values, up to {@link ENOUGH}: the evidence that presence depends on this parameter. */
  readonly repeats: number
}

/** The discovery before the first trial. */
export const nothingDiscovered: Discovery = {
  parameters: new Map(),
  ranges: new Map(),
  sightings: new Map(),
  groups: [],
  trials: 0,
}

const ENOUGH = 20
/** Maximum number of trials counted. */
const MANY = 1_000

/**
 * Adds the parameters that a trial asked for. An edited range replaces the earlier one; a range that varies from trial
 * to trial covers the recent ones. Returns the same object if nothing is new.
 *
 * @param trial - The number of the trial.
 * @param dependent - The names for which the same objective asked for a different range before.
 */
export function discover(
  before: Discovery,
  found: { readonly [name: string]: Parameter },
  trial: number = before.trials,
  dependent: readonly string[] = [],
): Discovery {
  const ranges = new Map<string, RangeHistory>()
  const depending = new Set(dependent)
  for (const [name, asked] of Object.entries(found)) {
    const known = before.ranges.get(name)
    const after = known ? withAsk(known, asked, trial, depending.has(name)) : firstAsk(asked, trial)
    if (after !== known) ranges.set(name, after)
  }
  if (ranges.size === 0) return before
  const changed = [...ranges].filter(([name, { parameter }]) => before.parameters.get(name) !== parameter)
  const parameters =
    changed.length === 0
      ? before.parameters
      : new Map([...before.parameters, ...changed.map(([name, { parameter }]) => [name, parameter] as const)])
  return { ...before, parameters, ranges: new Map([...before.ranges, ...ranges]) }
}

/** Whether an ask adds information: a new name, a different range, or another sample of a range that varies. */
export function isNewTo({ ranges }: Discovery, name: string, asked: Parameter): boolean {
  const known = ranges.get(name)
  return !known || isNews(known, asked)
}

/**
 * Adds which parameters occur together in the params of a trial, which must have asked for all that it uses. Returns
 * the same object if nothing is new.
 */
export function observe(before: Discovery, params: Params): Discovery {
  const { parameters, sightings } = before
  const known: Known = {
    parameters,
    seen: (name) => sightings.get(name)?.seen ?? nothingSeen,
    positionOf: (name) => positions(parameters).get(name) ?? -1,
  }
  const names = Object.keys(params).filter((name) => parameters.has(name))
  const trials = Math.min(before.trials + 1, MANY)
  const groups = withTrial(before, names, params, known)
  const seen = names.flatMap((name) => {
    const former = sightings.get(name)
    const after = seeing(former, parameters.get(name) as Parameter, params, name)
    return after === former ? [] : [[name, after] as const]
  })
  if (seen.length === 0 && groups === before.groups && trials === before.trials) return before
  return { ...before, sightings: seen.length > 0 ? new Map([...sightings, ...seen]) : sightings, groups, trials }
}

function seeing(before: Sighting | undefined, parameter: Parameter, params: Params, name: string): Sighting {
  const { seen, repeats } = before ?? { seen: nothingSeen, repeats: 0 }
  const after = extend(seen, parameter, params[name] ?? null)
  if (before && after === seen) return repeats < ENOUGH ? { seen, repeats: repeats + 1 } : before
  return { seen: after, repeats }
}

function withTrial(
  before: Discovery,
  names: readonly string[],
  params: Params,
  known: Known,
): readonly PresenceGroup[] {
  const groups = before.groups.flatMap((group) => divide(group, params, known))
  const born = names.filter((name) => !before.sightings.has(name))
  if (born.length > 0) groups.push(newGroup(born, before.trials, params, known))
  const isSame =
    groups.length === before.groups.length && groups.every((group, index) => group === before.groups[index])
  return isSame ? before.groups : groups
}

/** The position of each name in the order of first appearance. */
export const orderOfNames = ({ parameters }: Discovery): ReadonlyMap<string, number> => positions(parameters)

const knownPositions = new WeakMap<object, ReadonlyMap<string, number>>()

/** The position of each parameter in the order of first appearance. */
function positions(parameters: ReadonlyMap<string, Parameter>): ReadonlyMap<string, number> {
  const known = knownPositions.get(parameters)
  if (known) return known
  const made = new Map([...parameters.keys()].map((name, position) => [name, position]))
  knownPositions.set(parameters, made)
  return made
}

/**
 * The search space discovered so far. A parameter that is absent from some trials is assumed to depend on one earlier
 * parameter whose values separate the trials exactly; if there are several, on the one with most evidence, then the
 * fewest values, then the nearest. Values not seen yet count as using it. If no parameter explains the absence, the
 * parameter is `optional`, and it is dropped once it has been absent from the latest trials for longer than by chance.
 * A parameter is also dropped if it depends on values that its parent no longer has.
 *
 * @param before - A space to return if it is equal.
 */
export function discoveredSpace(discovery: Discovery, before?: SearchSpace): SearchSpace {
  const declarations = declarationsOf(discovery)
  return before && isSpaceOf(before.dimensions, declarations) ? before : buildSpace(declarations)
}

function declarationsOf(discovery: Discovery): readonly Declaration[] {
  const { parameters, groups, trials } = discovery
  const rules = new Map<string, Rule>()
  for (const group of groups) {
    const ruleOf = rulesOf(group, discovery)
    for (const name of group.names) rules.set(name, ruleOf(name))
  }
  const gone = new Set<string>()
  return [...parameters].flatMap(([name, parameter]): Declaration[] => {
    const rule = rules.get(name) ?? (trials > 0 ? 'optional' : 'always')
    if (rule === 'gone' || (typeof rule === 'object' && gone.has(rule.parameter))) {
      gone.add(name)
      return []
    }
    if (rule === 'optional') return [{ name, parameter, conditions: [], optional: true }]
    return [{ name, parameter, conditions: rule === 'always' ? [] : [rule] }]
  })
}

/** The rule for the presence of a parameter. */
type Rule = Condition | 'always' | 'optional' | 'gone'

/**
 * Returns the rule for each parameter of a group; the rules differ, since only earlier parameters can explain a later
 * one.
 */
function rulesOf(group: PresenceGroup, { parameters, sightings }: Discovery): (name: string) => Rule {
  if (group.absent === 0 && group.missed === 0) return () => 'always'
  if (isGone(group)) return () => 'gone'
  const places = positions(parameters)
  const explanations: Explanation[] = []
  for (const [parent, pair] of group.parents) {
    const parameter = parameters.get(parent) as Parameter
    const test = explain(parameter, pair)
    if (test === undefined) continue
    const levels = fewLevels(parameter)
    const repeats = levels === undefined ? -1 : (sightings.get(parent)?.repeats ?? 0)
    explanations.push({ parent, test, repeats, levels: levels ?? Number.MAX_VALUE, position: places.get(parent) ?? 0 })
  }
  explanations.sort(
    (one, other) => other.repeats - one.repeats || one.levels - other.levels || other.position - one.position,
  )
  return (name) => {
    const position = places.get(name) ?? 0
    const best = explanations.find((explanation) => explanation.position < position)
    if (!best) return 'optional'
    if (best.test === 'never') return 'gone'
    return best.test === 'always' ? 'always' : { parameter: best.parent, test: best.test }
  }
}

interface Explanation {
  readonly parent: string
  readonly test: ValueTest | 'always' | 'never'
  readonly repeats: number
  readonly levels: number
  readonly position: number
}

const isSpaceOf = (dimensions: readonly Dimension[], declarations: readonly Declaration[]) =>
  dimensions.length === declarations.length &&
  dimensions.every((dimension, index) => isDimensionOf(dimension, declarations[index] as Declaration))

function isDimensionOf(dimension: Dimension, { name, parameter, conditions, optional = false }: Declaration): boolean {
  const [one, other] = [dimension.conditions[0], conditions[0]]
  return (
    dimension.name === name &&
    dimension.parameter === parameter &&
    dimension.optional === optional &&
    (one === other || (!!one && !!other && conditionKey(one) === conditionKey(other)))
  )
}
