import { SweetspotError } from '../errors.ts'
import type { JournalStorage, StudyId } from '../journal/journal-storage.ts'
import { replay } from '../journal/replay.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Decision } from './decisions/decision.ts'

/**
 * The only hand that writes a study's journal. A decision is made on a snapshot and written under the condition that
 * nothing has happened since; if another process was first, its events are read and the decision is made again. Each time
 * this happens somebody else has got on, so that all together never stand still. Decisions of one process are made one
 * after another, in the order in which they were asked for.
 */
export class JournalWriter {
  #snapshot: StudySnapshot
  readonly #storage: JournalStorage
  readonly #study: StudyId
  readonly #onRead: (snapshot: StudySnapshot) => void
  #queue: Promise<unknown> = Promise.resolve()

  /** @param onRead - Told when other processes have written. */
  constructor(
    storage: JournalStorage,
    study: StudyId,
    snapshot: StudySnapshot,
    onRead: (snapshot: StudySnapshot) => void,
  ) {
    this.#storage = storage
    this.#study = study
    this.#snapshot = snapshot
    this.#onRead = onRead
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
        const snapshot = this.#snapshot
        const { events, result } = await decide(snapshot)
        if (events.length === 0) return result
        if (await this.#append(events, snapshot)) return result
      }
    })
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    for (let last: unknown; last !== this.#queue; ) {
      last = this.#queue
      await last
    }
  }

  /** False where another process was first; what it wrote has been read, then. */
  async #append(events: Decision<unknown>['events'], snapshot: StudySnapshot): Promise<boolean> {
    try {
      await this.#storage.append(this.#study, events, snapshot.position)
    } catch (error) {
      if (!(error instanceof SweetspotError && error.code === 'ERR_STALE_POSITION')) throw error
      await this.#read()
      if (this.#snapshot.position > snapshot.position) return false
      throw new SweetspotError('ERR_CORRUPT_JOURNAL', `${snapshot.name} is shorter than what was read of it before.`)
    }
    this.#snapshot = replay(events, snapshot)
    return true
  }

  async #read(): Promise<StudySnapshot> {
    const before = this.#snapshot
    for (;;) {
      const events = await this.#storage.read(this.#study, this.#snapshot.position)
      if (events.length === 0) break
      this.#snapshot = replay(events, this.#snapshot)
    }
    if (this.#snapshot !== before) this.#onRead(this.#snapshot)
    return this.#snapshot
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => {})
    return result
  }
}
