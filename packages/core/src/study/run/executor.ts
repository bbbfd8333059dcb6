import type { Outcome } from '../../trial/trial-record.ts'
import type { AskedParameter } from '../live/asked-parameter.ts'
import type { TrialHost } from '../live/trial-host.ts'
import type { TrialSpec } from '../live/trial-spec.ts'

/** Runs the objective of trials: in this thread, a worker thread, a child process or on another machine. */
export interface Executor {
  /**
   * Runs one trial.
   *
   * A failure of the objective is an outcome. A rejection means that the executor failed, not the objective: the trial
   * is requeued and `optimize` rejects. An invalid outcome or trace is treated alike.
   *
   * When `host.signal` is aborted, the result is no longer needed: stop the objective, and end with the reason of the
   * signal as `thrown`. The reason tells whether the trial timed out, was cancelled or will run again; another ending
   * would hide that.
   *
   * @param spec - The input of the trial, as plain JSON.
   * @param host - The study as seen by the trial, and the signal that stops it.
   */
  run(spec: TrialSpec, host: TrialHost): Promise<Execution>
  /** Releases the resources of the executor. Its owner calls it; a study does not. */
  close(): Promise<void>
}

/**
 * The end of a run: the value that the objective returned, the error that it threw, or an outcome.
 *
 * An executor that runs the objective elsewhere creates a thrown `TrialPruned`, `FailedTrialError`, `FatalError` or
 * `SweetspotError` again. An outcome states an end that only the executor knows, such as a failure with the reason
 * `crashed`.
 */
export type Execution = (
  | { readonly returned: unknown }
  | { readonly thrown: unknown }
  | { readonly outcome: Outcome }
) & {
  /** The parameters that the objective asked for, if they were not passed to the host during the run. */
  readonly trace?: readonly AskedParameter[]
}
