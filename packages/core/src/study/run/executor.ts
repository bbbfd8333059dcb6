import type { Outcome } from '../../trial/trial-record.ts'
import type { AskedParameter, TrialHost } from '../trial-host.ts'
import type { TrialSpec } from '../trial-spec.ts'

/** Runs the objective of a trial: here, in a worker thread, in a child process or on another machine. */
export interface Executor {
  /**
   * Runs one trial. Failures of the objective are outcomes; a rejected promise means that the executor failed, not the
   * objective: the trial goes back into the queue and `optimize` rejects. An invalid outcome is treated alike.
   *
   * @param spec - What to run, as plain JSON.
   * @param host - What the trial may do to its study, and the signal to stop by.
   */
  run(spec: TrialSpec, host: TrialHost): Promise<Execution>
  /** Called by whoever made the executor, when it is no longer needed. */
  close(): Promise<void>
}

/** How a run ended: with what the objective returned, with what it threw, or with an outcome made elsewhere. */
export type Execution = (
  | { readonly returned: unknown }
  | { readonly thrown: unknown }
  | { readonly outcome: Outcome }
) & {
  /** The parameters that the objective asked for by running, unless the host was told of each while it ran. */
  readonly trace?: readonly AskedParameter[]
}
