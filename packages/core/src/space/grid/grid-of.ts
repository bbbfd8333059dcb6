import { checkArgument, invalidArgument } from '../../arguments/argument.ts'
import { formatValue } from '../../arguments/format-value.ts'
import { nearestName } from '../../arguments/nearest-name.ts'
import { optionsReader } from '../../arguments/options.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { isList } from '../../arguments/shape.ts'
import { SweetspotError } from '../../errors.ts'
import { checkSpace } from '../check-space.ts'
import { type Json, jsonKey, toJson } from '../json-value.ts'
import { type Axis, wholeAxis } from '../parameters/axis.ts'
import type { Params } from '../params.ts'
import type { Dimension, SearchSpace } from '../search-space.ts'
import { type Grid, gridWith } from './enumerate.ts'

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

/**
 * Creates the grid of a search space without enumerating it: counting and access by index take time proportional to the
 * number of parameters and conditions, not of combinations.
 *
 * @throws ERR_SPACE_NOT_FINITE if a continuous parameter has no `points`; ERR_GRID_TOO_LARGE if more than 2,000
 *   parameters each depend on the one before; ERR_INVALID_PARAMS if `values` contain impossible values;
 *   ERR_INVALID_ARGUMENT if another option is invalid
 */
export function gridOf(space: SearchSpace, options?: GridOptions): Grid {
  checkSpace('gridOf', space)
  const chosen = readGridOptions(options)
  checkGridOptions(space, chosen)
  return gridWith(space, (dimension) => chosenAxis(dimension, chosen))
}

const readGridOptions = optionsReader<GridOptions>('gridOf', {
  points: [],
  values: ['search_space'],
  lattices: [],
})

const MAX_POINTS = 1_000_000

/** The axis of a dimension with the values that the options choose. */
function chosenAxis(dimension: Dimension, { points, values, lattices = 'thin' }: GridOptions): Axis {
  const { name, parameter, domain } = dimension
  const own = ofName(values, name)
  if (own) {
    const possible = snapped(own, dimension)
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
  return wholeAxis(dimension)
}

/** The listed values that a parameter may have, each once: different values may snap to one value of a lattice. */
function snapped(values: readonly Json[], { domain }: Dimension): readonly Json[] {
  const possible = values.filter((value) => domain.contains(value)).map(domain.snap)
  return [...new Map(possible.map((value) => [jsonKey(value), value])).values()]
}

/** Whether each of these values is on the axis of its parameter; if not, no combination of the grid has them. */
export function areOnAxes(space: SearchSpace, options: GridOptions, values: Params): boolean {
  return Object.entries(values).every(([name, value]) =>
    space.dimensions.some((dimension) => dimension.name === name && isOnAxis(chosenAxis(dimension, options), value)),
  )
}

function isOnAxis({ count, valueAt }: Axis, value: Json): boolean {
  const key = jsonKey(value)
  for (let level = 0; level < count; level += 1) if (jsonKey(valueAt(level)) === key) return true
  return false
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
function checkGridOptions(space: SearchSpace, { points, values = {}, lattices = 'thin' }: GridOptions): void {
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
    const names = [...new Set(space.dimensions.map((dimension) => dimension.name))]
    const nearest = nearestName(name, names)
    const hint =
      nearest === undefined ? `the parameters of the space are ${names.join(', ')}.` : `did you mean "${nearest}"?`
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Unknown parameter ${formatValue(name)} in points or values of the grid; ${hint}`,
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
