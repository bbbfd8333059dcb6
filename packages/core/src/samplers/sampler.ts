import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Yield } from '../math/cooperative.ts'
import type { Key } from '../math/random.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { Suggestion } from '../trial/suggestion.ts'

/** A request for suggestions. */
export interface SuggestionRequest {
  /** The trials that need params: one suggestion for each, in this order. */
  readonly numbers: readonly number[]
  /**
   * The random key of the study. Fold in the number of the trial, so that it gets the same params at any concurrency.
   */
  readonly key: Key
  /** Fixed values, which suggestions must keep. */
  readonly known?: Params
  /** Call it between the steps of a long computation, so that it yields to the event loop. */
  readonly pause?: Yield
}

/**
 * Suggests params for new trials: a pure function of the snapshot and the request. The snapshot includes running
 * trials, so batches and asynchronous workers need nothing else. A sampler may cache, as long as its suggestions stay
 * the same.
 */
export interface Sampler {
  /** Names the sampler in errors, and in the journal with each of its suggestions. */
  readonly name: string
  /** True if the sampler enumerates a fixed list, so the study does not try default values first. Default: false. */
  readonly exhaustive?: boolean
  /**
   * True if the sampler itself suggests the default values for the first trial. Default: false; the study tries them.
   */
  readonly suggestsDefaults?: boolean
  /**
   * Suggests params for each requested trial; fewer, or none, if all params have been tried.
   *
   * The study goes on meanwhile. It asks again if another trial has started, or if something that the suggestion was
   * based on has changed. The suggestions of one process are made one after the other, so a sampler must not wait for
   * the start of a trial, such as that of `study.ask`.
   *
   * @throws ERR_SPACE_REQUIRED, ERR_INFEASIBLE_SPACE, and errors of the options of the sampler
   */
  suggest(snapshot: StudySnapshot, request: SuggestionRequest): readonly Suggestion[] | Promise<readonly Suggestion[]>
  /**
   * Learns from the finished trials ahead of the next suggestion, to make it faster. Does not change the suggestions.
   */
  learn?(snapshot: StudySnapshot, pause: Yield): Promise<void>
  /** Returns notices before a search of `trials` trials in total starts or continues, such as that a grid is larger. */
  advise?(space: SearchSpace, trials: number | undefined): readonly string[]
}
