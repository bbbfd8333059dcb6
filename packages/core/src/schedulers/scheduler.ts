import type { StudySnapshot } from '../journal/study-snapshot.ts'

/** What is run next: the waiting or paused trial of this number, or a new one. */
export type NextTrial = { readonly resume: number } | 'suggest'

/**
 * Decides which trial is run next: a pure function of the snapshot. A paused trial that it resumes goes on in another
 * attempt with the same params; a waiting one is run as it was enqueued.
 */
export interface Scheduler {
  readonly name: string
  next(snapshot: StudySnapshot): NextTrial
}
