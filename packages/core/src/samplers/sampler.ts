import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Yield } from '../math/cooperative.ts'
import type { Key } from '../math/random.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { Suggestion } from '../trial/suggestion.ts'

export interface SuggestionRequest {
  /** The trials that need params: one suggestion for each, in this order. */
  readonly numbers: readonly number[]
  /** The study's random key. Fold in the number of the trial, so that it gets the same params at any concurrency. */
  readonly key: Key
  /** Values that are given already and to be kept. */
  readonly known?: Params
  /** To be called between steps of a long computation, so that everything else in the process gets its turn. */
  readonly pause?: Yield
}

/**
 * Decides what to try next: a pure function of the snapshot and the request. Trials that are still running are in the
 * snapshot, so batches and asynchronous workers need nothing else. A sampler may keep a cache, as long as it suggests
 * what it would without.
 */
export interface Sampler {
  readonly name: string
  /** True where the sampler goes through a fixed list, so that default values are not to be tried before it. */
  readonly exhaustive?: boolean
  /** True where the sampler suggests default values for the first trial itself. Default: the study tries them. */
  readonly suggestsDefaults?: boolean
  /**
   * Suggests params for each trial asked for; fewer, or none, when everything there is has been tried.
   *
   * @throws ERR_SPACE_REQUIRED, ERR_INFEASIBLE_SPACE, and what the options of the sampler may be refused with
   */
  suggest(snapshot: StudySnapshot, request: SuggestionRequest): readonly Suggestion[] | Promise<readonly Suggestion[]>
  /**
   * Learns from the finished trials ahead of the next suggestion, which would otherwise have to do it. Suggestions are the
   * same whether it is called or not.
   */
  learn?(snapshot: StudySnapshot, pause: Yield): Promise<void>
  /** What a person should know before a search of so many trials in all starts or goes on, such as that a grid is larger. */
  advise?(space: SearchSpace, trials: number | undefined): readonly string[]
}
