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
   * The number of values per numeric parameter, both ends included, evenly spaced on its scale: one number for all
   * parameters, or numbers by name. A range with no more values than that keeps all of them; a single point is the
   * middle. Required for continuous parameters.
   */
  readonly points?: number | { readonly [parameter: string]: number }
  /**
   * The effect of `points` on an integer or stepped range with more values: `thin` selects that many, `whole` keeps
   * all. Default: 'thin'.
   */
  readonly lattices?: 'thin' | 'whole'
  /** The values to try, by parameter name. Default: the parameter's own values. */
  readonly values?: { readonly [parameter: string]: readonly Json[] }
}

/** The values of one dimension in a grid. */
export interface Axis {
  readonly count: number
  valueAt(level: number): Json
  /** The level of a number, if the axis is a full lattice of increasing numbers; otherwise absent. */
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
    throw new SweetspotError(
      'ERR_INVALID_PARAMS',
      `Expected values (${name}) to have a value that fits the parameter; none does.`,
    )
  }
  const wanted = typeof points === 'number' ? points : ofName(points, name)
  const numeric = parameter.kind === 'float' || parameter.kind === 'int'
  const isSampled = lattices === 'thin' || domain.levels === Number.POSITIVE_INFINITY
  if (wanted !== undefined && numeric && isSampled && wanted < domain.levels) {
    if (wanted === 1) return listed([domain.fromUnit(0.5)])
    const spread = Array.from({ length: wanted }, (_, level) => domain.fromUnit(level / (wanted - 1)))
    // On a coarse or logarithmic lattice, neighbouring points may round to the same value.
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
 * @throws ERR_INVALID_ARGUMENT if a name is unknown or a number of points is invalid; ERR_INVALID_PARAMS if a value is
 *   listed twice or impossible
 */
export function checkGridOptions(space: SearchSpace, { points, values = {}, lattices = 'thin' }: GridOptions): void {
  checkArgument('lattices', lattices, ['thin', 'whole'].includes(lattices), "'thin' or 'whole'")
  const byName = points === undefined || typeof points === 'number' ? {} : plainCopy(points)
  const listed = plainCopy(values)
  if (!byName) throw invalidArgument('points', points, 'a number, or an object of numbers by parameter name')
  if (!listed) throw invalidArgument('values', values, 'an object of lists by parameter name')
  const counts = Object.entries(byName)
  for (const [name, count] of [...counts, ...(typeof points === 'number' ? [['each', points] as const] : [])]) {
    if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 1 && count <= MAX_POINTS) continue
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected points (${name}) to be an integer from 1 to ${MAX_POINTS}; received ${formatValue(count)}.`,
    )
  }
  for (const name of [...counts.map(([name]) => name), ...Object.keys(listed)]) {
    if (space.dimensions.some((dimension) => dimension.name === name)) continue
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Unknown parameter ${formatValue(name)} in points or values of the grid.`,
    )
  }
  for (const [name, given] of Object.entries(listed)) {
    if (!isList(given)) throw invalidArgument(`the values of ${name}`, given, 'a list')
    const list = Array.from(given, (value) => toJson(value, `A value of ${name}`))
    const alternatives = space.dimensions.filter((dimension) => dimension.name === name)
    const wrong = list.find((value) => !alternatives.some(({ domain }) => domain.contains(value)))
    if (wrong !== undefined || new Set(list.map(jsonKey)).size < list.length) {
      const why = wrong === undefined ? 'received one of them twice' : `${formatValue(wrong)} does not fit`
      throw new SweetspotError(
        'ERR_INVALID_PARAMS',
        `Expected values (${name}) to be distinct values of the parameter; ${why}.`,
      )
    }
  }
}

const ofName = <V>(record: { readonly [name: string]: V } | undefined, name: string): V | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined

/** A run of consecutive levels of an axis whose values pass the same tests. */
export interface Run {
  readonly from: number
  readonly count: number
  /** One of the values. */
  readonly value: Json
  /** The passing tests as text: equal for equivalent runs. */
  readonly signature: string
}

/**
 * Splits an axis at the levels where the outcome of a test changes. For a lattice of numbers, the time is proportional
 * to the number of tests.
 */
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

/** The levels at which the outcome of a test may change, including 0, for increasing numbers. */
function testCuts(axis: Axis, levelOf: (value: Json) => number, tests: readonly ValueTest[]): number[] {
  const cuts = tests.flatMap((test) => {
    if ('in' in test) return test.in.flatMap((value) => [levelOf(value), levelOf(value) + 1])
    if ('atLeast' in test) return [firstLevel(axis, (value) => value >= test.atLeast)]
    return [firstLevel(axis, (value) => value > test.atMost)]
  })
  const inside = cuts.filter((level) => level > 0 && level < axis.count)
  return [...new Set([0, ...inside])].sort((one, other) => one - other)
}

/** The first level at which a monotone predicate is true, by bisection; the number of levels if it never is. */
function firstLevel(axis: Axis, isTrue: (value: number) => boolean): number {
  let [low, high] = [0, axis.count]
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2)
    if (isTrue(axis.valueAt(middle) as number)) high = middle
    else low = middle + 1
  }
  return low
}
