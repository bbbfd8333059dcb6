import type { StudySnapshot } from '../journal/study-snapshot.ts'

/** The progress of one call of `optimize`. */
export interface RunProgress {
  /** The start of the call, in milliseconds since 1970. */
  readonly startedAt: number
  /** The current time, in milliseconds since 1970. */
  readonly now: number
  /** The number of trials that the call has finished. */
  readonly trialCount: number
}

/** Decides when `optimize` stops starting trials: a pure function of the snapshot and the progress of the call. */
export interface StoppingRule {
  /** Names the rule in the result of `optimize` and in errors. */
  readonly name: string
  /** Whether to stop starting trials. Called before each trial. */
  isMet(snapshot: StudySnapshot, progress: RunProgress): boolean
}
