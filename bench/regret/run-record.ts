/** What is to be run: one system on one task with one seed. */
export interface RunSpec {
  readonly system: string
  readonly scenario: string
  readonly instance: string
  readonly seed: number
  readonly trials: number
  /** How many trials run at once. */
  readonly parallel: number
}

/** What one run gave, as it is kept in JSON. Lists go by trials in the order in which they ended. */
export interface RunRecord extends RunSpec {
  /** Of the system. */
  readonly version: string
  /** What was told; null where the trial failed. */
  readonly values: readonly (number | null)[]
  /** The normalised regret of the best so far, in [floor, 1]; 1 until a trial succeeds. */
  readonly regret: readonly number[]
  readonly failures: number
  /** Trials whose params an earlier trial had already. */
  readonly duplicates: number
  /** Milliseconds of each ask, in the order of the asks, and of each tell. */
  readonly askMs: readonly number[]
  readonly tellMs: readonly number[]
}

/** A run that broke off. */
export interface BrokenRun extends RunSpec {
  readonly error: string
}

/** The same for the same run. */
export const runKey = ({ system, scenario, instance, seed, trials, parallel }: RunSpec): string =>
  JSON.stringify([system, scenario, instance, seed, trials, parallel])
