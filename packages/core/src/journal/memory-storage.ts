import { studyError } from '../errors.ts'
import { detached } from './codec.ts'
import type { Expected, JournalStorage, StudyEntry } from './journal-storage.ts'
import type { Position } from './position.ts'
import type { StudyDigest } from './study-digest.ts'
import { studyExists, studyNotFound } from './study-errors.ts'
import type { EventOf, StudyEvent } from './study-event.ts'
import type { StudyId } from './study-id.ts'

interface Journal {
  readonly name: string
  readonly createdAt: number
  readonly events: StudyEvent[]
  /** The position after the last event that was written with a condition. */
  fence: Position
  digest?: StudyDigest
  /** Called once, when the journal has grown or was deleted. */
  readonly waiting: Set<() => void>
}

/** Creates a storage in memory, which lasts as long as its process. */
export function memoryStorage(): JournalStorage {
  const journals = new Map<StudyId, Journal>()
  const present = new Set<string>()
  let created = 0

  const journalOf = (study: StudyId): Journal => {
    const journal = journals.get(study)
    if (!journal) throw studyNotFound(study)
    return journal
  }
  const idOf = (name: string): StudyId | undefined => {
    for (const [id, journal] of journals) if (journal.name === name) return id
    return undefined
  }

  return Object.freeze({
    create: async (event: EventOf<'study-created'>) => {
      if (idOf(event.name) !== undefined) {
        throw studyExists(event.name)
      }
      created += 1
      const id = String(created)
      journals.set(id, {
        name: event.name,
        createdAt: event.at,
        events: [detached(event)],
        fence: 1,
        waiting: new Set(),
      })
      return id
    },
    find: async (name: string) => idOf(name),
    list: async () =>
      [...journals].map(([id, { name, createdAt, events, digest }]): StudyEntry => {
        return { id, name, createdAt, position: events.length, ...(digest && { digest }) }
      }),
    delete: async (study: StudyId) => {
      const journal = journalOf(study)
      journals.delete(study)
      wake(journal)
    },
    read: async (study: StudyId, after: Position) => journalOf(study).events.slice(after),
    append: async (study: StudyId, events: readonly StudyEvent[], expected: Expected, digest?: StudyDigest) => {
      const journal = journalOf(study)
      const { length } = journal.events
      if (expected !== 'any' && !(expected >= journal.fence && expected <= length && Number.isInteger(expected))) {
        throw studyError('ERR_STALE_POSITION', `Expected the study at position ${expected}; it is at ${length}.`)
      }
      for (const event of events.map(detached)) journal.events.push(event)
      if (expected !== 'any' && events.length > 0) journal.fence = journal.events.length
      if (digest && digest.position >= (journal.digest?.position ?? 0)) journal.digest = detached(digest)
      if (events.length > 0) wake(journal)
      return journal.events.length
    },
    async *watch(study: StudyId, after: Position, signal: AbortSignal) {
      const journal = journalOf(study)
      for (let seen = after; !signal.aborted; ) {
        if (journal.events.length > seen) {
          seen = journal.events.length
          yield seen
        } else if (journals.get(study) !== journal) return
        else await grown(journal, signal)
      }
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

function wake({ waiting }: Journal): void {
  for (const resolve of waiting) resolve()
  waiting.clear()
}

/** Resolves when the journal has grown or was deleted, or when the signal is aborted. */
function grown({ waiting }: Journal, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done)
      waiting.delete(done)
      resolve()
    }
    waiting.add(done)
    signal.addEventListener('abort', done, { once: true })
  })
}
