import type { StudySnapshot } from '../journal/study-snapshot.ts'

/** How far one call of `optimize` has come. */
export interface RunProgress {
  /** When it began, and now, in milliseconds since 1970. */
  readonly startedAt: number
  readonly now: number
  /** How many trials it has finished. */
  readonly trialCount: number
}

/** Decides when a call of `optimize` starts no more trials: a pure function of the snapshot and the progress. */
export interface StoppingRule {
  readonly name: string
  isMet(snapshot: StudySnapshot, progress: RunProgress): boolean
}
