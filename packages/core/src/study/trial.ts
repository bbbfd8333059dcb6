import type { Json } from '../space/json-value.ts'
import type { FloatOptions, IntOptions } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import type { SuggestionInfo } from '../trial/suggestion.ts'

/**
 * A running trial, as an objective sees it. Its functions may be taken out of it: `({ params, report }) => …`.
 *
 * The functions named after parameters define the search space by running: each gives the value of a parameter, and
 * thereby declares it. With a declared space they only read.
 */
export interface Trial<P = Params, M extends string = string> {
  readonly number: number
  readonly attempt: number
  /** When this attempt started, in milliseconds since 1970. */
  readonly startedAt: number
  /** The values of the active parameters; of a space defined by running, those asked for so far. */
  readonly params: P
  /** How the params came about. */
  readonly suggestion: SuggestionInfo | undefined
  readonly attributes: { readonly [name: string]: Json }
  /** Aborted when the result is not wanted any more: the study is stopped, the trial timed out or was taken over. */
  readonly signal: AbortSignal
  /**
   * A real number; see `float` for the arguments.
   *
   * @throws ERR_PARAMETER_CONFLICT, ERR_UNFIT_PARAMS if a person gave the trial a value that does not fit, and the errors of
   *   `float`
   */
  float(name: string, low: number, high: number, options?: FloatOptions): number
  int(name: string, low: number, high: number, options?: IntOptions): number
  choice<const V extends Json>(name: string, values: readonly V[], options?: { readonly default?: NoInfer<V> }): V
  ordinal<const V extends Json>(name: string, values: readonly V[], options?: { readonly default?: NoInfer<V> }): V
  boolean(name: string, options?: { readonly default?: boolean }): boolean
  fixed<const V extends Json>(name: string, value: V): V
  /**
   * Reports intermediate values, for pruning and for people watching.
   *
   * @param value - The value of the study's metric, or values by name; other names than the study's are kept too.
   * @param step - A number that grows, such as the epoch; one more than the last unless given.
   * @throws ERR_INVALID_VALUE, ERR_INVALID_ARGUMENT for a step that is none, ERR_INVALID_NAME; ERR_TRIAL_NOT_RUNNING when
   *   the attempt has ended, so that an objective which overlooked its signal stops here
   */
  report(
    value: number | { readonly [metric in M]?: number } | { readonly [metric: string]: number },
    step?: number,
  ): void
  /**
   * Whether the pruner advises to stop; then throw {@link TrialPruned}. The trial is pruned, or paused if the pruner says
   * that it may go on later: then the objective is called again with the same params, in another attempt.
   */
  shouldPrune(): boolean
  /**
   * Attaches a JSON value to the trial; stored with its reports, soon after. A trial that is run again keeps it. After the
   * end of the attempt, use `study.annotate`.
   *
   * @throws ERR_INVALID_NAME, ERR_INVALID_JSON; ERR_TRIAL_NOT_RUNNING if the attempt has ended
   */
  annotate(name: string, value: unknown): void
}
