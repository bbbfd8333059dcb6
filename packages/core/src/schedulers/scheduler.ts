import type { StudySnapshot } from '../journal/study-snapshot.ts'

/** The next trial: the waiting or paused trial with this number, or a new one. */
export type NextTrial = { readonly resume: number } | 'suggest'

/**
 * Decides which trial runs next: a pure function of the snapshot. A paused trial is resumed in a new attempt with the
 * same params; a waiting one runs as it was enqueued.
 */
export interface Scheduler {
  /** Names the scheduler in errors. */
  readonly name: string
  /** Returns the trial that runs next. */
  next(snapshot: StudySnapshot): NextTrial
}
