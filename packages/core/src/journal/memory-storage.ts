import { SweetspotError } from '../errors.ts'
import { detachedEvent } from './codec.ts'
import type { JournalStorage, Position, StudyEntry, StudyId } from './journal-storage.ts'
import type { EventOf, StudyEvent } from './study-event.ts'

interface Journal {
  readonly name: string
  readonly createdAt: number
  readonly events: StudyEvent[]
}

/** A storage that lives as long as its process. */
export function memoryStorage(): JournalStorage {
  const journals = new Map<StudyId, Journal>()
  const present = new Set<string>()
  let created = 0

  const journalOf = (study: StudyId): Journal => {
    const journal = journals.get(study)
    if (!journal) throw new SweetspotError('ERR_STUDY_NOT_FOUND', `There is no study ${study} in memory.`)
    return journal
  }
  const idOf = (name: string): StudyId | undefined => {
    for (const [id, journal] of journals) if (journal.name === name) return id
    return undefined
  }

  return Object.freeze({
    create: async (event: EventOf<'study-created'>) => {
      if (idOf(event.name) !== undefined) {
        throw new SweetspotError('ERR_STUDY_EXISTS', `There is a study called ${event.name} already.`)
      }
      created += 1
      const id = String(created)
      journals.set(id, { name: event.name, createdAt: event.at, events: [detachedEvent(event)] })
      return id
    },
    find: async (name: string) => idOf(name),
    list: async () =>
      [...journals].map(
        ([id, { name, createdAt, events }]): StudyEntry => ({ id, name, createdAt, position: events.length }),
      ),
    delete: async (study: StudyId) => {
      journalOf(study)
      journals.delete(study)
    },
    read: async (study: StudyId, after: Position) => journalOf(study).events.slice(after),
    append: async (study: StudyId, events: readonly StudyEvent[], expected: Position) => {
      const journal = journalOf(study)
      if (journal.events.length !== expected) {
        throw new SweetspotError(
          'ERR_STALE_POSITION',
          `The study has ${journal.events.length} events, not ${expected}.`,
        )
      }
      for (const event of events.map(detachedEvent)) journal.events.push(event)
      return journal.events.length
    },
    presence: {
      interval: 10_000,
      beat: async (owner: string) => {
        present.add(owner)
      },
      leave: async (owner: string) => {
        present.delete(owner)
      },
      gone: async (owners: readonly string[]) => owners.filter((owner) => !present.has(owner)),
    },
    close: async () => {},
  })
}
