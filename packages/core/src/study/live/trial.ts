import type { Json } from '../../space/json-value.ts'
import type { ChoiceOptions, FloatOptions, IntOptions } from '../../space/parameters/parameter.ts'
import type { Params } from '../../space/params.ts'
import type { SuggestionInfo } from '../../trial/suggestion.ts'

/**
 * A running trial, as passed to the objective. Its functions can be destructured: `({ params, report }) => …`.
 *
 * The functions `float`, `int`, `choice` and so on define the search space while the objective runs: each declares a
 * parameter and returns its value. In a declared space they only return the value.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 */
export interface Trial<P = Params, M extends string = string> {
  /** The number of the trial in its study, from 0. */
  readonly number: number
  /** Which attempt of the trial this is, counted from 1. */
  readonly attempt: number
  /** When this attempt started, in milliseconds since 1970. */
  readonly startedAt: number
  /** The values of the active parameters. In a define-by-run space, those asked for so far. */
  readonly params: P
  /** How the params were chosen. */
  readonly suggestion: SuggestionInfo | undefined
  /** The attributes of the trial: those it was created with and those attached so far. */
  readonly attributes: { readonly [name: string]: Json }
  /**
   * Aborted when the result is no longer needed: the run was aborted, or the trial timed out, was cancelled or was
   * taken over.
   */
  readonly signal: AbortSignal
  /**
   * Returns a real number; see `float` for the arguments.
   *
   * @throws ERR_PARAMETER_CONFLICT, ERR_UNFIT_PARAMS if a given value does not fit the range; the errors of `float`
   */
  float(name: string, low: number, high: number, options?: FloatOptions): number
  /** Returns an integer; see the function `int` for the arguments, and `float` above for the errors. */
  int(name: string, low: number, high: number, options?: IntOptions): number
  /**
   * Returns one of several values without an order. Throws the errors of `float` above, and of the function `choice`.
   *
   * @typeParam V - The type of the values.
   */
  choice<const V extends Json>(name: string, values: readonly V[], options?: ChoiceOptions<NoInfer<V>>): V
  /**
   * Returns one of several values in an order. Throws the errors of `float` above, and of the function `ordinal`.
   *
   * @typeParam V - The type of the values.
   */
  ordinal<const V extends Json>(name: string, values: readonly V[], options?: { readonly default?: NoInfer<V> }): V
  /** Returns `true` or `false`. Throws the errors of `float` above. */
  boolean(name: string, options?: { readonly default?: boolean }): boolean
  /**
   * Returns `value`, which is recorded with the trial. Throws the errors of `float` above.
   *
   * @typeParam V - The type of the value.
   */
  fixed<const V extends Json>(name: string, value: V): V
  /**
   * Reports intermediate values, for pruning and for progress displays.
   *
   * Measurements are kept by step: a second report of a step replaces the first, and one of a lower step is inserted
   * before the later ones. The pruner judges the highest step.
   *
   * @param value - The value of the study's metric, or values by name. Names that are not metrics of the study are
   *   kept, too.
   * @param step - The time of the measurement in any unit, such as the epoch: a finite number of at least 0. Default:
   *   one more than the integer part of the last step.
   * @throws ERR_INVALID_VALUE; ERR_INVALID_ARGUMENT for an invalid step; ERR_INVALID_NAME; ERR_TRIAL_NOT_RUNNING if the
   *   attempt has ended, which stops an objective that ignores its signal
   */
  report(
    value: number | { readonly [metric in M]?: number } | { readonly [metric: string]: number },
    step?: number,
  ): void
  /**
   * Whether the pruner wants the trial to stop. If so, throw {@link TrialPruned}.
   *
   * The trial is then pruned, or paused if the pruner may continue it later. A continued trial calls the objective
   * again with the same params, in another attempt.
   */
  shouldPrune(): boolean
  /**
   * Attaches a JSON value to the trial.
   *
   * It is stored soon after, with the reports, and kept if the trial runs again. After the end of the attempt, use
   * `study.annotate`.
   *
   * @throws ERR_INVALID_NAME, ERR_INVALID_JSON; ERR_TRIAL_NOT_RUNNING if the attempt has ended
   */
  annotate(name: string, value: unknown): void
}
