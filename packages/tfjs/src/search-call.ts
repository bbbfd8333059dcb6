import { checkSearchArgs } from './check-search-args.ts'
import { type SearchArgs, type TrainingData, toTrainingData } from './training-data.ts'

/**
 * The data and arguments of a search, from what it was called with.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export function readSearchCall([x, second, third]: readonly unknown[]): [TrainingData, SearchArgs] {
  const [data, args] = toTrainingData(x, second, third as SearchArgs | undefined)
  checkSearchArgs(data, args)
  return [data, args]
}

/** What a search needs of its arguments where all others are for a `runTrial` of the user's. */
export function readOwnCall(given: readonly unknown[]): Pick<SearchArgs, 'signal' | 'verbose'> {
  const { signal, verbose } = Object(given.at(-1)) as { signal?: unknown; verbose?: unknown }
  return {
    ...(signal instanceof AbortSignal && { signal }),
    ...((verbose === 0 || verbose === 1) && { verbose }),
  }
}
