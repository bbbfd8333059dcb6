import { isSignal } from '@sweetspot/core'
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
  try {
    const { signal, verbose } = Object(given.at(-1)) as { signal?: unknown; verbose?: unknown }
    return {
      ...(isSignal(signal) && { signal }),
      ...((verbose === 0 || verbose === 1) && { verbose }),
    }
  } catch {
    // It cannot be looked at, so it is for the user's runTrial alone.
    return {}
  }
}
