import { isSignal } from '@sweetspot/core'
import { checkSearchArgs } from './check-search-args.ts'
import { type SearchArgs, type TrainingData, toTrainingData } from './training-data.ts'

/**
 * Reads the data and arguments of a call of `search`.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export function readSearchCall([x, second, third]: readonly unknown[]): [TrainingData, SearchArgs] {
  const [data, args] = toTrainingData(x, second, third as SearchArgs | undefined)
  checkSearchArgs(data, args)
  return [data, args]
}

/** Reads the options `signal` and `verbose` of a search whose other arguments are for an overridden `runTrial`. */
export function readOwnCall(given: readonly unknown[]): Pick<SearchArgs, 'signal' | 'verbose'> {
  try {
    const { signal, verbose } = Object(given.at(-1)) as { signal?: unknown; verbose?: unknown }
    return {
      ...(isSignal(signal) && { signal }),
      ...((verbose === 0 || verbose === 1) && { verbose }),
    }
  } catch {
    // A value that throws when read is for the overridden runTrial only.
    return {}
  }
}
