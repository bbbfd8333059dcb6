import type { Json } from '../../space/json-value.ts'
import type { Parameter } from '../../space/parameters/parameter.ts'
import type { PruningDecision } from '../../trial/pruning-decision.ts'
import type { AskedParameter } from './asked-parameter.ts'

/** Identifies one attempt of a trial. */
export interface AttemptId {
  readonly number: number
  readonly attempt: number
}

/**
 * The study as seen by a running trial.
 *
 * An executor that runs the objective elsewhere forwards calls in order. `report`, `annotate` and `asked` need no
 * answer; `decide` needs one. Each call checks its arguments, and its errors are meant for the objective. An executor
 * that can no longer throw an error in the objective ends the run with it, as `thrown`.
 */
export interface TrialHost {
  /**
   * Aborted when the result is no longer needed: the run was aborted, or the trial timed out, was cancelled or was
   * taken over.
   */
  readonly signal: AbortSignal
  /**
   * Records intermediate values; see `Trial.report`.
   *
   * @throws ERR_INVALID_VALUE, ERR_INVALID_ARGUMENT, ERR_INVALID_NAME; ERR_TRIAL_NOT_RUNNING if the attempt has ended
   */
  report(value: unknown, step?: number): void
  /**
   * Returns the current decision of the pruner: `continue` without a pruner and before the first report.
   *
   * If the objective then throws `TrialPruned`, the trial is pruned or paused, as decided.
   */
  decide(): PruningDecision
  /**
   * Attaches a JSON value to the trial.
   *
   * @throws ERR_INVALID_NAME, ERR_INVALID_JSON; ERR_TRIAL_NOT_RUNNING if the attempt has ended
   */
  annotate(name: string, value: unknown): void
  /**
   * Chooses a value for a parameter without a suggestion, one that no other trial has had if possible.
   *
   * Absent if the host cannot answer synchronously. The value is then random.
   */
  choose?(name: string, parameter: Parameter): Json
  /**
   * Records a parameter that the objective asked for, once per parameter. It does nothing if the space is declared.
   *
   * @throws ERR_INVALID_NAME, ERR_INVALID_JSON, the errors of the parameter's constructor; ERR_INVALID_PARAMS for a
   *   value outside its range; ERR_TRIAL_NOT_RUNNING if the attempt has ended
   */
  asked(asked: AskedParameter): void
}
