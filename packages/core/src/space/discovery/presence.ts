import type { Parameter } from '../parameters/parameter-kinds.ts'
import type { Params } from '../params.ts'
import { extend, fewLevels, isRefuted, nothingSeen, type ParentSightings, type SeenValues } from './explain.ts'

/**
 * Parameters that were present in exactly the same trials, and the candidate explanations of their presence. Finished
 * trials split groups and rule out explanations, so a trial costs time proportional to the number of parameters, not of
 * pairs.
 */
export interface PresenceGroup {
  readonly names: readonly string[]
  /** Number of trials with the parameters, up to {@link MANY}. */
  readonly present: number
  /** Number of trials without the parameters that came before one with them, up to {@link MANY}. */
  readonly absent: number
  /** Number of consecutive latest trials without the parameters. Counted while nothing explains their absence. */
  readonly missed: number
  /** Candidate parents, by name. */
  readonly parents: ReadonlyMap<string, ParentSightings>
}

/** The values of each parameter before a trial. */
export interface Known {
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly seen: (name: string) => SeenValues
  /** The position of a parameter in the order of first appearance. */
  readonly positionOf: (name: string) => number
}

/** Maximum number of trials counted. */
const MANY = 1_000
/** Maximum number of possible parents that a group remembers. */
const MAX_PARENTS = 256
/**
 * A parameter counts as gone once chance would leave it out of as many consecutive trials with less than this
 * probability.
 */
const UNLIKELY = 1e-3

const NO_PARENTS: ReadonlyMap<string, ParentSightings> = new Map()

/** Whether the latest trials without the parameters are unexplained and too many for chance. */
export function isGone({ present, absent, missed, parents }: PresenceGroup): boolean {
  return missed > 0 && parents.size === 0 && chanceOfMissing(missed, present, absent) < UNLIKELY
}

/**
 * The probability that chance leaves a parameter out of the next `missed` trials, after trials with and without it,
 * whatever its share of the trials: Laplace's rule of succession. A share estimated from a few trials would be taken
 * for certain, and parameters that half of the trials use would often count as gone.
 */
function chanceOfMissing(missed: number, present: number, absent: number): number {
  let chance = 1
  for (let index = 1; index <= present + 1 && chance >= UNLIKELY; index += 1) {
    chance *= (absent + index) / (absent + missed + index)
  }
  return chance
}

/** The group of the parameters that first appeared in a trial. */
export function newGroup(names: readonly string[], trialsBefore: number, params: Params, known: Known): PresenceGroup {
  const own = new Set(names)
  const others = trialsBefore === 0 ? [] : Object.keys(params).filter((name) => !own.has(name))
  const parents = possibleParents(names, others, known, (name) => ({
    present: nothingSeen,
    absent: known.seen(name),
  }))
  const remaining = strongest(observed(parents, params, true, known), known)
  return { names, present: 1, absent: Math.min(trialsBefore, MANY), missed: 0, parents: remaining }
}

/** Splits a group by a trial: the parameters that it has, and those that it lacks. */
export function divide(group: PresenceGroup, params: Params, known: Known): readonly PresenceGroup[] {
  const present = group.names.filter((name) => Object.hasOwn(params, name))
  if (present.length === group.names.length) return [counted(group, group.names, params, true, known)]
  if (present.length === 0) return [counted(group, group.names, params, false, known)]
  const absent = group.names.filter((name) => !Object.hasOwn(params, name))
  const left = counted(group, absent, params, false, known)
  // The two always occurred together so far, so the values of one are those that it had with the other.
  const added = possibleParents(absent, present, known, (name) => ({
    present: known.seen(name),
    absent: nothingSeen,
  }))
  const parents = strongest(new Map([...left.parents, ...observed(added, params, false, known)]), known)
  return [counted(group, present, params, true, known), { ...left, parents }]
}

/** The group, or a part of it, after a trial; the same object if nothing changed. */
function counted(
  before: PresenceGroup,
  names: readonly string[],
  params: Params,
  used: boolean,
  known: Known,
): PresenceGroup {
  const parents = observed(before.parents, params, used, known)
  let { present, absent, missed } = before
  const isFull = present + absent >= MANY
  if (used) {
    if (!isFull) present += 1
    if (!isFull) absent += missed
    missed = 0
  } else if (parents.size === 0) missed += isGone(before) ? 0 : 1
  else if (!isFull) absent += 1
  const same =
    names === before.names &&
    parents === before.parents &&
    present === before.present &&
    absent === before.absent &&
    missed === before.missed
  return same ? before : { names, present, absent, missed, parents }
}

/** The explanations that remain after a trial; the same object if nothing changed. */
function observed(
  before: ReadonlyMap<string, ParentSightings>,
  params: Params,
  used: boolean,
  { parameters }: Known,
): ReadonlyMap<string, ParentSightings> {
  let after: Map<string, ParentSightings> | undefined
  const side = used ? 'present' : 'absent'
  for (const [name, sightings] of before) {
    const value = Object.hasOwn(params, name) ? params[name] : undefined
    // A parameter that is present without another does not depend on it.
    if (value === undefined && !used) continue
    const parent = parameters.get(name) as Parameter
    const span = value === undefined ? undefined : extend(sightings[side], parent, value)
    if (span === sightings[side]) continue
    after ??= new Map(before)
    const seen = span && { ...sightings, [side]: span }
    if (seen && !isRefuted(parent, seen)) after.set(name, seen)
    else after.delete(name)
  }
  return after ?? before
}

/** Candidate parents: parameters that come before some of the names, with their known values. */
function possibleParents(
  names: readonly string[],
  others: readonly string[],
  known: Known,
  sightingsOf: (name: string) => ParentSightings,
): ReadonlyMap<string, ParentSightings> {
  const last = names.reduce((position, name) => Math.max(position, known.positionOf(name)), -1)
  // A given param may be unknown: no trial has asked for it.
  const before = others.filter((name) => known.parameters.has(name) && known.positionOf(name) < last)
  return before.length === 0 ? NO_PARENTS : new Map(before.map((name) => [name, sightingsOf(name)]))
}

/** The best of too many candidate parents: those with the fewest values, then the nearest. */
function strongest(
  parents: ReadonlyMap<string, ParentSightings>,
  { parameters, positionOf }: Known,
): ReadonlyMap<string, ParentSightings> {
  if (parents.size <= MAX_PARENTS) return parents
  const levels = (name: string) => fewLevels(parameters.get(name) as Parameter) ?? Number.MAX_VALUE
  const order = [...parents].sort(
    ([one], [other]) => levels(one) - levels(other) || positionOf(other) - positionOf(one),
  )
  return new Map(order.slice(0, MAX_PARENTS))
}
