import type { Json } from '../space/json-value.ts'
import type { Parameter } from '../space/parameters/parameter.ts'
import type { PruningDecision } from '../trial/pruning-decision.ts'
import type { AskedParameter } from './asked-parameter.ts'

/** One attempt at a trial. */
export interface AttemptId {
  readonly number: number
  readonly attempt: number
}

/**
 * What a running trial may do to its study. An executor that runs the objective elsewhere passes calls on, in their order;
 * `report`, `annotate` and `asked` need no answer, `decide` waits for one. Each call checks what it is given. What it
 * throws is for the objective: an executor that cannot throw it there any more ends the run with it, as `thrown`.
 */
export interface TrialHost {
  /** Aborted when the result is not wanted any more: the study is stopped, the trial timed out or was taken over. */
  readonly signal: AbortSignal
  /**
   * Takes intermediate values; see `Trial.report`.
   *
   * @throws ERR_INVALID_VALUE, ERR_INVALID_ARGUMENT, ERR_INVALID_NAME; ERR_TRIAL_NOT_RUNNING if the attempt has ended
   */
  report(value: unknown, step?: number): void
  /**
   * What the pruner decides now: `continue` without a pruner, and before the first report. If the objective then stops by
   * `TrialPruned`, the trial is pruned or paused as was decided.
   */
  decide(): PruningDecision
  /**
   * Attaches a JSON value to the trial.
   *
   * @throws ERR_INVALID_NAME, ERR_INVALID_JSON; ERR_TRIAL_NOT_RUNNING if the attempt has ended
   */
  annotate(name: string, value: unknown): void
  /**
   * Chooses the value of a parameter for which the objective asks by running and nobody suggested a value: one that no
   * other trial has been run with, if there is one. Absent where no answer can be had at once; the value is then drawn by
   * chance.
   */
  choose?(name: string, parameter: Parameter): Json
  /**
   * Takes a parameter that the objective asked for by running, once for each; nothing where the space is declared.
   *
   * @throws ERR_INVALID_NAME, ERR_INVALID_JSON, the errors of the parameter's constructor; ERR_INVALID_PARAMS for a value
   *   outside its range; ERR_TRIAL_NOT_RUNNING if the attempt has ended
   */
  asked(asked: AskedParameter): void
}
