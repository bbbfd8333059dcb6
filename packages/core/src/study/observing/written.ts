import type { StudyEvent } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'

/** Events that this or another process added to a study. */
export interface StudyChange {
  readonly events: readonly StudyEvent[]
  /** The study after these events. */
  readonly snapshot: StudySnapshot
}

/** A change with the details that the writer knows. */
export interface Written extends StudyChange {
  /** The study before these events. */
  readonly before: StudySnapshot
  /** Whether this process wrote them. */
  readonly own: boolean
}
