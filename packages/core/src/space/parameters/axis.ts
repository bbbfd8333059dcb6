import { checkArgument, invalidArgument } from '../../arguments/argument.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { isList } from '../../arguments/shape.ts'
import { SweetspotError } from '../../errors.ts'
import { passes } from '../conditions/conditions.ts'
import { formatValue, type Json, jsonKey, toJson } from '../json-value.ts'
import type { Dimension, SearchSpace } from '../search-space.ts'
import type { ValueTest } from './parameter-kinds.ts'

/** Options of `gridOf`. */
export interface GridOptions {
  /**
   * How many values stand for a number's range, both ends included, evenly spaced on its scale: one number for all, or
   * by name. A range of no more values than that keeps them all, and one value alone is the middle. Without it a
   * continuous parameter is an error.
   */
  readonly points?: number | { readonly [parameter: string]: number }
  /**
   * What `points` does to an integer or stepped range of more values: `thin` takes that many of them, `whole` keeps all.
   * Default: 'thin'.
   */
  readonly lattices?: 'thin' | 'whole'
  /** The values to try, by name, instead of the parameter's own. */
  readonly values?: { readonly [parameter: string]: readonly Json[] }
}

/** The values of one dimension that a grid tries. */
export interface Axis {
  readonly count: number
  valueAt(level: number): Json
  /** The level of a number, where the axis is a whole lattice of increasing numbers; otherwise absent. */
  levelOf?(value: Json): number
}

const MAX_POINTS = 1_000_000

/** The axis of a dimension. */
export function axisOf(
  { name, parameter, domain }: Dimension,
  { points, values, lattices = 'thin' }: GridOptions,
): Axis {
  const own = ofName(values, name)
  if (own) {
    const possible = own.filter((value) => domain.contains(value)).map(domain.snap)
    if (possible.length > 0) return listed(possible)
    throw new SweetspotError('ERR_INVALID_PARAMS', `The grid gives ${name} none of the values it can take.`)
  }
  const wanted = typeof points === 'number' ? points : ofName(points, name)
  const numeric = parameter.kind === 'float' || parameter.kind === 'int'
  const isSampled = lattices === 'thin' || domain.levels === Number.POSITIVE_INFINITY
  if (wanted !== undefined && numeric && isSampled && wanted < domain.levels) {
    if (wanted === 1) return listed([domain.fromUnit(0.5)])
    const spread = Array.from({ length: wanted }, (_, level) => domain.fromUnit(level / (wanted - 1)))
    // On a coarse or logarithmic lattice neighbouring points may fall on the same value.
    return listed([...new Set(spread)])
  }
  if (domain.levels === Number.POSITIVE_INFINITY) {
    throw new SweetspotError('ERR_SPACE_NOT_FINITE', `${name} is continuous.`)
  }
  return { count: domain.levels, valueAt: domain.valueAt, ...(numeric && { levelOf: domain.indexOf }) }
}

const listed = (values: readonly Json[]): Axis => ({
  count: values.length,
  valueAt: (level) => values[level] as Json,
})

/**
 * Checks the options of a grid.
 *
 * @throws ERR_INVALID_ARGUMENT for an unknown name or a number of points that is none; ERR_INVALID_PARAMS for a value
 *   that is listed twice or never possible
 */
export function checkGridOptions(space: SearchSpace, { points, values = {}, lattices = 'thin' }: GridOptions): void {
  checkArgument('lattices', lattices, ['thin', 'whole'].includes(lattices), "'thin' or 'whole'")
  const byName = points === undefined || typeof points === 'number' ? {} : plainCopy(points)
  const listed = plainCopy(values)
  if (!byName) throw invalidArgument('points', points, 'a number, or numbers by the names of parameters')
  if (!listed) throw invalidArgument('values', values, 'lists by the names of parameters')
  const counts = Object.entries(byName)
  for (const [name, count] of [...counts, ...(typeof points === 'number' ? [['each', points] as const] : [])]) {
    if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 1 && count <= MAX_POINTS) continue
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `points is from 1 to ${MAX_POINTS}, not ${formatValue(count)} (${name}).`,
    )
  }
  for (const name of [...counts.map(([name]) => name), ...Object.keys(listed)]) {
    if (space.dimensions.some((dimension) => dimension.name === name)) continue
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `The grid speaks of ${formatValue(name)}, which is not a parameter.`,
    )
  }
  for (const [name, given] of Object.entries(listed)) {
    if (!isList(given)) throw invalidArgument(`the values of ${name}`, given, 'a list')
    const list = Array.from(given, (value) => toJson(value, `A value of ${name}`))
    const alternatives = space.dimensions.filter((dimension) => dimension.name === name)
    const wrong = list.find((value) => !alternatives.some(({ domain }) => domain.contains(value)))
    if (wrong !== undefined || new Set(list.map(jsonKey)).size < list.length) {
      const why = wrong === undefined ? 'a value twice' : `${formatValue(wrong)}, which it cannot be`
      throw new SweetspotError('ERR_INVALID_PARAMS', `The grid lists for ${name} ${why}.`)
    }
  }
}

const ofName = <V>(record: { readonly [name: string]: V } | undefined, name: string): V | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined

/** Neighbouring levels of an axis whose values pass the same tests. */
export interface Run {
  readonly from: number
  readonly count: number
  /** Any of the values. */
  readonly value: Json
  /** Which tests pass, as a text: equal for runs that are alike. */
  readonly signature: string
}

/** Cuts an axis where the outcome of a test changes; in time proportional to the tests for a lattice of numbers. */
export function runsOf(axis: Axis, tests: readonly ValueTest[]): readonly Run[] {
  const cuts = axis.levelOf
    ? testCuts(axis, axis.levelOf, tests)
    : Array.from({ length: axis.count }, (_, level) => level)
  const runs: Run[] = []
  cuts.forEach((from, index) => {
    const count = (cuts[index + 1] ?? axis.count) - from
    const value = axis.valueAt(from)
    const signature = tests.map((test) => (passes(test, value) ? 1 : 0)).join('')
    const last = runs.at(-1)
    if (last?.signature === signature) runs[runs.length - 1] = { ...last, count: last.count + count }
    else runs.push({ from, count, value, signature })
  })
  return runs
}

/** Levels of increasing numbers at which a test may change its outcome, 0 included. */
function testCuts(axis: Axis, levelOf: (value: Json) => number, tests: readonly ValueTest[]): number[] {
  const cuts = tests.flatMap((test) => {
    if ('in' in test) return test.in.flatMap((value) => [levelOf(value), levelOf(value) + 1])
    if ('atLeast' in test) return [firstLevel(axis, (value) => value >= test.atLeast)]
    return [firstLevel(axis, (value) => value > test.atMost)]
  })
  const inside = cuts.filter((level) => level > 0 && level < axis.count)
  return [...new Set([0, ...inside])].sort((one, other) => one - other)
}

/** The first level from which on a monotone predicate is true, by bisection; the number of levels where it never is. */
function firstLevel(axis: Axis, isTrue: (value: number) => boolean): number {
  let [low, high] = [0, axis.count]
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2)
    if (isTrue(axis.valueAt(middle) as number)) high = middle
    else low = middle + 1
  }
  return low
}
