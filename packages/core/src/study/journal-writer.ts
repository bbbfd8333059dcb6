import { SweetspotError } from '../errors.ts'
import { replay } from '../journal/replay.ts'
import type { Storage, StudyId } from '../journal/storage.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'

/** What is to be written, given what has happened; nothing where there is no event. */
export interface Decision<T> {
  readonly events: readonly StudyEvent[]
  readonly result: T
}

/**
 * The only hand that writes a study's journal. A decision is made on a snapshot and written under the condition that
 * nothing has happened since; if another process was first, it is read and the decision made again. Decisions of one
 * process are made one after another.
 */
export class JournalWriter {
  #snapshot: StudySnapshot
  readonly #storage: Storage
  readonly #study: StudyId
  #queue: Promise<unknown> = Promise.resolve()

  constructor(storage: Storage, study: StudyId, snapshot: StudySnapshot) {
    this.#storage = storage
    this.#study = study
    this.#snapshot = snapshot
  }

  get snapshot(): StudySnapshot {
    return this.#snapshot
  }

  /** Reads what other processes have written. */
  refresh(): Promise<StudySnapshot> {
    return this.#enqueue(() => this.#read())
  }

  /** @param decide - May be called several times; the last call counts. */
  commit<T>(decide: (snapshot: StudySnapshot) => Decision<T> | Promise<Decision<T>>): Promise<T> {
    return this.#enqueue(async () => {
      for (;;) {
        const { events, result } = await decide(this.#snapshot)
        if (events.length === 0) return result
        try {
          await this.#storage.append(this.#study, events, this.#snapshot.position)
        } catch (error) {
          if (!(error instanceof SweetspotError && error.code === 'ERR_STALE_POSITION')) throw error
          await this.#read()
          continue
        }
        this.#snapshot = replay(events, this.#snapshot)
        return result
      }
    })
  }

  async #read(): Promise<StudySnapshot> {
    for (;;) {
      const events = await this.#storage.read(this.#study, this.#snapshot.position)
      if (events.length === 0) return this.#snapshot
      this.#snapshot = replay(events, this.#snapshot)
    }
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => {})
    return result
  }
}
