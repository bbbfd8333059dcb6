import { checkArgument } from '../arguments/argument.ts'
import { optionsReader } from '../arguments/options.ts'
import { SweetspotError } from '../errors.ts'
import { foldTried } from '../journal/fold.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { satisfiesConstraints } from '../space/encode.ts'
import { enumerateParams, type Grid } from '../space/grid/enumerate.ts'
import { areOnAxes, type GridOptions, gridOf } from '../space/grid/grid-of.ts'
import { hasValues } from '../space/named-values.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import { isStarted } from './distinct.ts'
import type { Sampler } from './sampler.ts'

/** Options of {@link gridSampler}. */
export interface GridSamplerOptions extends GridOptions {
  /** The maximum number of combinations; larger grids throw ERR_GRID_TOO_LARGE. Default: 1,000,000. */
  readonly limit?: number
}

const WARN_ABOVE = 1_000

/** The number of combinations between two pauses. */
const PAUSE_EVERY = 1_024

/**
 * Creates a grid sampler: every combination of the values of a space, in order, each once. The study ends when all have
 * been tried. Safe with parallel workers and after a restart, since the journal records what has been tried.
 *
 * Its `suggest` and `advise` throw ERR_SPACE_NOT_FINITE if a continuous parameter has neither `points` nor `values`,
 * ERR_GRID_TOO_LARGE, and the errors of `gridOf` for invalid `points` and `values`.
 *
 * @throws ERR_INVALID_ARGUMENT if `limit` is less than 1
 */
export function gridSampler(options?: GridSamplerOptions): Sampler {
  const { limit = 1_000_000, ...gridOptions } = readOptions(options)
  checkArgument('limit', limit, typeof limit === 'number' && limit >= 1, 'a number of at least 1')
  const grids = new WeakMap<SearchSpace, Grid>()
  const gridFor = (space: SearchSpace): Grid => {
    const grid = grids.get(space) ?? gridOf(space, gridOptions)
    if (grid.size > limit) {
      throw new SweetspotError(
        'ERR_GRID_TOO_LARGE',
        `The grid has ${formatCount(grid.size)} combinations, more than the limit of ${formatCount(limit)}.`,
      )
    }
    grids.set(space, grid)
    return grid
  }
  const isOpen = (snapshot: StudySnapshot, params: Params) =>
    !snapshot.tried(params) && satisfiesConstraints(snapshot.space, params)
  // A cached position may skip only combinations that can never be tried again.
  const isUsedUp = (snapshot: StudySnapshot, params: Params) =>
    isStarted(snapshot, params) || !satisfiesConstraints(snapshot.space, params)
  const nextOpen = (index: number, snapshot: StudySnapshot): number => {
    const grid = gridFor(snapshot.space)
    let next = index
    while (next < grid.size && isUsedUp(snapshot, grid.at(next))) next += 1
    return next
  }
  // Cached: otherwise each suggestion would search from the first combination.
  const firstOpen = foldTried<number>({
    begin: (snapshot) => nextOpen(0, snapshot),
    add: (index, _, snapshot) => nextOpen(index, snapshot),
  })

  return Object.freeze({
    name: 'grid',
    exhaustive: true,
    async suggest(snapshot, { numbers, known = {}, pause }) {
      if (snapshot.space.dimensions.length === 0 && !snapshot.hasDeclaredSpace) {
        // An objective that ran to its end without asking for a parameter has one combination.
        return snapshot.counts.completed > 0 ? [] : numbers.map(() => unknownSpace)
      }
      const grid = gridFor(snapshot.space)
      const chosen: { params: Params; index: number }[] = []
      if (!areOnAxes(snapshot.space, gridOptions, known)) return []
      for (let index = firstOpen(snapshot); index < grid.size && chosen.length < numbers.length; index += 1) {
        const params = grid.at(index)
        if (hasValues(params, known) && isOpen(snapshot, params)) chosen.push({ params, index })
        if (index % PAUSE_EVERY === 0) await pause?.()
      }
      if (chosen.length === 0) checkFeasible(grid)
      return chosen.map(({ params, index }) => ({
        params,
        explanation: { sampler: 'grid', phase: `${index + 1} of ${grid.size}` },
      }))
    },
    advise(space, trials) {
      const { size } = gridFor(space)
      if (trials !== undefined && size > trials) {
        return [`The grid has ${formatCount(size)} combinations; only the first ${formatCount(trials)} will be tried.`]
      }
      if (size <= WARN_ABOVE) return []
      return [
        `The grid has ${formatCount(size)} combinations, and each takes a trial. Random or Bayesian search needs far fewer.`,
      ]
    },
  } satisfies Sampler)
}

const readOptions = optionsReader<GridSamplerOptions>('gridSampler', {
  points: [],
  values: ['search_space'],
  limit: [],
  lattices: [],
})

/** The first trial of a define-by-run space: it starts at the low end of whatever it asks for. */
const unknownSpace = { params: {}, explanation: { sampler: 'grid', phase: 'discovery' } } as const

const formatCount = (count: number) => (count < 1e15 ? count.toLocaleString('en') : count.toExponential(1))

function checkFeasible(grid: Grid): void {
  const { constraints } = grid.space
  if (constraints.length === 0 || !enumerateParams(grid).next().done) return
  const rules = constraints.map(({ description }) => description).join('; ')
  throw new SweetspotError(
    'ERR_INFEASIBLE_SPACE',
    `None of the ${formatCount(grid.size)} combinations of the grid satisfies the constraints (${rules}).`,
  )
}
