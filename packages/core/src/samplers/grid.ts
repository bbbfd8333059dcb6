import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { satisfies } from '../space/encode.ts'
import { type Grid, type GridOptions, gridOf } from '../space/enumerate.ts'
import { type Json, jsonKey } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { Sampler } from './sampler.ts'

export interface GridSamplerOptions extends GridOptions {
  /** Refuse grids of more combinations than this; 1,000,000 unless given. */
  readonly limit?: number
}

const WARN_ABOVE = 1_000

/**
 * Grid search: every combination of the values of a space, in order, each once. The study ends when all have been
 * tried. Safe with parallel workers and after a restart, since what has been tried is read from the journal.
 *
 * @throws ERR_SPACE_NOT_FINITE for a continuous parameter without `points` or `values`; ERR_GRID_TOO_LARGE
 */
export function gridSampler({ limit = 1_000_000, ...gridOptions }: GridSamplerOptions = {}): Sampler {
  const grids = new WeakMap<SearchSpace, Grid>()
  const gridFor = (space: SearchSpace): Grid => {
    const grid = grids.get(space) ?? gridOf(space, gridOptions)
    if (grid.size > limit) {
      throw new SweetspotError(
        'ERR_GRID_TOO_LARGE',
        `This grid has ${words(grid.size)} combinations, more than ${words(limit)}.`,
      )
    }
    grids.set(space, grid)
    return grid
  }
  // Trials are never untried again (but for deleted ones, which a new process tries once more), so the search for the
  // next one goes on where it ended last time; without this memory it would only be slower.
  let cursor: { readonly space: SearchSpace; readonly seen: StudySnapshot; readonly index: number } | undefined

  return Object.freeze({
    name: 'grid',
    exhaustive: true,
    suggest(snapshot, { numbers, known }) {
      if (snapshot.space.dimensions.length === 0 && !snapshot.declared) return numbers.map(() => unknownSpace)
      const grid = gridFor(snapshot.space)
      const continues = cursor && cursor.space === grid.space && sameStudy(cursor.seen, snapshot)
      const chosen: { params: Params; index: number }[] = []
      let head = continues && cursor ? cursor.index : 0
      for (let index = head; index < grid.size && chosen.length < numbers.length; index += 1) {
        const params = grid.at(index)
        if (snapshot.tried(params) || !satisfies(grid.space, params)) {
          if (chosen.length === 0) head = index + 1
        } else if (agrees(params, known)) chosen.push({ params, index })
      }
      cursor = { space: grid.space, seen: snapshot, index: known ? 0 : head }
      return chosen.map(({ params, index }) => ({
        params,
        account: { sampler: 'grid', phase: `${index + 1} of ${grid.size}` },
      }))
    },
    advise(space, trials) {
      const { size } = gridFor(space)
      if (trials !== undefined && size > trials) {
        return [`The grid has ${words(size)} combinations; only the first ${words(trials)} will be tried.`]
      }
      if (size <= WARN_ABOVE) return []
      return [
        `The grid has ${words(size)} combinations, each a whole trial. Random or Bayesian search needs far fewer.`,
      ]
    },
  } satisfies Sampler)
}

/** The first trial of a space that is defined by running: it starts at the low end of whatever it asks for. */
const unknownSpace = { params: {}, account: { sampler: 'grid', phase: 'discovery' } } as const

const words = (count: number) => (count < 1e15 ? count.toLocaleString('en') : count.toExponential(1))

const sameStudy = (earlier: StudySnapshot, later: StudySnapshot) =>
  earlier.name === later.name && earlier.createdAt === later.createdAt && earlier.position <= later.position

const agrees = (params: Params, known: Params = {}) =>
  Object.entries(known).every(
    ([name, value]) => Object.hasOwn(params, name) && jsonKey(params[name] as Json) === jsonKey(value),
  )
