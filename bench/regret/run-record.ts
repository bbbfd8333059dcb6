/** The specification of a run: one system on one task with one seed. */
export interface RunSpec {
  readonly system: string
  readonly scenario: string
  readonly instance: string
  readonly seed: number
  readonly trials: number
  /** Trials that run at once. */
  readonly parallel: number
}

/** The result of a run, as stored in JSON. Lists are by trial, in the order in which trials ended. */
export interface RunRecord extends RunSpec {
  /** The version of the system. */
  readonly version: string
  /** The told values; null if the trial failed. */
  readonly values: readonly (number | null)[]
  /** The normalised regret of the best so far, in [floor, 1]; 1 until a trial succeeds. */
  readonly regret: readonly number[]
  readonly failures: number
  /** Number of trials that repeat the params of an earlier trial. */
  readonly duplicates: number
  /** Milliseconds of each ask, in order of the asks, and of each tell. */
  readonly askMs: readonly number[]
  readonly tellMs: readonly number[]
}

/** A broken run. */
export interface BrokenRun extends RunSpec {
  readonly error: string
}

/** Identifies a run. */
export const runKey = ({ system, scenario, instance, seed, trials, parallel }: RunSpec): string =>
  JSON.stringify([system, scenario, instance, seed, trials, parallel])
