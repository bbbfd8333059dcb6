import type { StudyEvent } from '../journal/study-event.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'

/** Events that were added to a study, by this process or by others. */
export interface StudyChange {
  readonly events: readonly StudyEvent[]
  /** The study after these events. */
  readonly snapshot: StudySnapshot
}

/** A change as the writer knows it. */
export interface Written extends StudyChange {
  /** The study before these events. */
  readonly before: StudySnapshot
  /** Whether this process wrote them. */
  readonly own: boolean
}
