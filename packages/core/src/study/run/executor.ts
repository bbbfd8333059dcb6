import type { Outcome } from '../../trial/trial-record.ts'
import type { AskedParameter } from '../asked-parameter.ts'
import type { TrialHost } from '../trial-host.ts'
import type { TrialSpec } from '../trial-spec.ts'

/** Runs the objective of a trial: here, in a worker thread, in a child process or on another machine. */
export interface Executor {
  /**
   * Runs one trial. Failures of the objective are outcomes; a rejected promise means that the executor failed, not the
   * objective: the trial goes back into the queue and `optimize` rejects. An invalid outcome or trace is treated alike.
   *
   * Once `host.signal` is aborted the result is not wanted: stop the objective, and end with the signal's reason as
   * `thrown`. It says whether the trial timed out, was cancelled or is to be run again; another ending would hide that.
   *
   * @param spec - What to run, as plain JSON.
   * @param host - What the trial may do to its study, and the signal to stop by.
   */
  run(spec: TrialSpec, host: TrialHost): Promise<Execution>
  /** Called by whoever made the executor, when it is no longer needed. */
  close(): Promise<void>
}

/**
 * How a run ended: with what the objective returned; with what it threw, of which a `TrialPruned`, `FailedTrialError`, `FatalError` or `SweetspotError` from
 * elsewhere is made again here; or with an outcome made elsewhere, such as a failure with the reason `crashed`.
 */
export type Execution = (
  | { readonly returned: unknown }
  | { readonly thrown: unknown }
  | { readonly outcome: Outcome }
) & {
  /** The parameters that the objective asked for by running, if the host was not told of each while it ran. */
  readonly trace?: readonly AskedParameter[]
}
