import type { Params } from '../space/params.ts'
import type { Outcome } from '../trial/trial-record.ts'
import type { Trial } from './trial.ts'

/** Runs the objective of a trial: here, in a worker thread, in a child process or on another machine. */
export interface Executor<P = Params, M extends string = string> {
  /**
   * Runs one trial. Failures of the objective are outcomes; a rejected promise means that the executor itself failed
   * and that the objective is to be blamed for nothing: the trial goes back into the queue and `optimize` ends. So does
   * an outcome that is none, such as one without a value for each metric.
   *
   * @param trial - Its params, `report` and `shouldPrune`, and the signal to stop by.
   */
  run(trial: Trial<P, M>): Promise<Execution>
  /** Called by whoever made the executor, when it is not needed any more. */
  close(): Promise<void>
}

/** An outcome. */
export interface Execution {
  readonly outcome: Outcome
  /** What the objective threw; absent where it threw nothing but `TrialPruned`, or ran out of time. */
  readonly thrown?: unknown
}
