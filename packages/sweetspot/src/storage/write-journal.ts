import type { EventOf, JournalStorage, StudyEvent, StudyId } from '@sweetspot/core'

/** A journal of a new study: its creation, then the other events. */
export type NewJournal = readonly [created: EventOf<'study-created'>, ...events: StudyEvent[]]

/**
 * Reads the journal of a study.
 *
 * @throws ERR_STUDY_NOT_FOUND
 */
export async function journalOf(storage: JournalStorage, name: string): Promise<NewJournal> {
  const id = (await storage.find(name)) ?? name
  const events: StudyEvent[] = []
  for (;;) {
    const page = await storage.read(id, events.length)
    if (page.length === 0) return events as unknown as NewJournal
    for (const event of page) events.push(event)
  }
}

/**
 * Writes a new study with all its events, or nothing.
 *
 * @throws ERR_STUDY_EXISTS
 */
export const writeJournal = (storage: JournalStorage, journal: NewJournal): Promise<void> =>
  writeJournals(storage, [journal])

/**
 * Writes new studies with all their events. If one cannot be written, those that were are deleted.
 *
 * @throws ERR_STUDY_EXISTS
 */
export async function writeJournals(storage: JournalStorage, journals: readonly NewJournal[]): Promise<void> {
  const written: StudyId[] = []
  try {
    for (const [created, ...events] of journals) {
      const id = await storage.create(created)
      written.push(id)
      if (events.length > 0) await storage.append(id, events, 1)
    }
  } catch (error) {
    for (const id of written) await storage.delete(id).catch(() => {})
    throw error
  }
}
