import type { Params } from '../space/params.ts'
import type { Outcome } from '../trial/trial-record.ts'
import type { Trial } from './trial.ts'

/** Runs the objective of a trial: here, in a worker thread, in a child process or on another machine. */
export interface Executor<P = Params, M extends string = string> {
  /**
   * Runs one trial. Failures of the objective are outcomes; a rejected promise means that the executor itself failed
   * and that the objective is to be blamed for nothing.
   *
   * @param trial - Its params, `report` and `shouldPrune`, and the signal to stop by.
   */
  run(trial: Trial<P, M>): Promise<Execution>
  close(): Promise<void>
}

/** An outcome, and what the objective threw, if it did. */
export interface Execution {
  readonly outcome: Outcome
  readonly thrown?: unknown
}
