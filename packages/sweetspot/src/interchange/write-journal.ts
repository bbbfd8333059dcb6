import type { EventOf, JournalStorage, StudyEvent } from '@sweetspot/core'

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
export async function writeJournal(storage: JournalStorage, [created, ...events]: NewJournal): Promise<void> {
  const id = await storage.create(created)
  try {
    if (events.length > 0) await storage.append(id, events, 1)
  } catch (error) {
    await storage.delete(id).catch(() => {})
    throw error
  }
}
