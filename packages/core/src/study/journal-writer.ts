import { SweetspotError } from '../errors.ts'
import type { Expected, JournalStorage, StudyId } from '../journal/journal-storage.ts'
import type { Position } from '../journal/position.ts'
import { replay } from '../journal/replay.ts'
import { digestOf } from '../journal/study-digest.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { TrialState } from '../trial/trial-state.ts'
import type { Clock } from './clock.ts'
import type { Decision } from './decisions/decision.ts'
import type { StudyParts } from './study-parts.ts'
import type { Written } from './written.ts'

/** How long after a change a digest is written, in milliseconds: it costs a page of its own on a disk. */
const DIGEST_INTERVAL = 1_000

type WriterParts = Pick<StudyParts, 'storage' | 'id' | 'snapshot' | 'clock'>

/**
 * The only hand that writes a study's journal, in the order in which it is asked to. What decides between trials is
 * written under the condition that no other decision has been written since its snapshot; if another process was first,
 * its events are read and the decision is made again. Each time this happens somebody else has got on, so that all
 * together never stand still. What an attempt says of itself is written without a condition.
 */
export class JournalWriter {
  #snapshot: StudySnapshot
  readonly #storage: JournalStorage
  readonly #study: StudyId
  readonly #clock: Clock
  readonly #onWritten: (written: Written) => void
  #queue: Promise<unknown> = Promise.resolve()
  /** Where this process has written events that its snapshot does not have yet, since others' stand before them. */
  readonly #ahead = new Set<Position>()
  /** Whether this process has changed what a digest says and not written one since. */
  #isDigestBehind = false
  #cancelDigest: (() => void) | undefined

  /** @param onWritten - Told of all events, own and foreign, in their order. */
  constructor({ storage, id, snapshot, clock }: WriterParts, onWritten: (written: Written) => void) {
    this.#storage = storage
    this.#study = id
    this.#snapshot = snapshot
    this.#clock = clock
    this.#onWritten = onWritten
  }

  get snapshot(): StudySnapshot {
    return this.#snapshot
  }

  /** Reads what other processes have written. */
  refresh(): Promise<StudySnapshot> {
    return this.#enqueue(() => this.#read())
  }

  /** Whether the snapshot lacks something that this process has written, since others wrote before it. */
  get isBehind(): boolean {
    return this.#ahead.size > 0
  }

  /** The snapshot, once it has all that this process has written. */
  caughtUp(): Promise<StudySnapshot> {
    return this.#enqueue(async () => {
      for (const position of this.#ahead) await this.#read(position)
      return this.#snapshot
    })
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

  /**
   * Writes what an attempt says of itself. The snapshot has it afterwards, unless others have written in between; then it
   * has it after the next {@link refresh}.
   */
  post(events: readonly StudyEvent[]): Promise<void> {
    return this.#enqueue(async () => {
      await this.#write(events, this.#snapshot, 'any')
    })
  }

  /** Brings a digest up to date that this process has left behind. */
  digest(): Promise<void> {
    this.#cancelDigest?.()
    this.#cancelDigest = undefined
    return this.#enqueue(async () => {
      if (!this.#isDigestBehind) return
      await this.#storage.append(this.#study, [], 'any', digestOf(await this.#read()))
      this.#isDigestBehind = false
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
  async #append(events: readonly StudyEvent[], snapshot: StudySnapshot): Promise<boolean> {
    try {
      await this.#write(events, snapshot, snapshot.position)
    } catch (error) {
      if (!(error instanceof SweetspotError && error.code === 'ERR_STALE_POSITION')) throw error
      await this.#read()
      if (this.#snapshot.position > snapshot.position) return false
      throw new SweetspotError('ERR_CORRUPT_JOURNAL', `${snapshot.name} is shorter than what was read of it before.`)
    }
    for (const position of this.#ahead) await this.#read(position)
    return true
  }

  async #write(events: readonly StudyEvent[], snapshot: StudySnapshot, expected: Expected): Promise<void> {
    const next = replay(events, snapshot)
    const position = await this.#storage.append(this.#study, events, expected)
    const isNext = position === next.position
    if (isNext) this.#advance(events, next, true)
    else for (let own = position - events.length + 1; own <= position; own += 1) this.#ahead.add(own)
    // What others wrote in between may count, too.
    if (!isNext || !sameDigest(snapshot, next)) this.#digestSoon()
  }

  /** A list that is out of date says so by its position, so a failure is made up for by the next digest. */
  #digestSoon(): void {
    this.#isDigestBehind = true
    const digest = () => void this.digest().catch(() => {})
    this.#cancelDigest ??= this.#clock.after(DIGEST_INTERVAL, digest, { background: true })
  }

  /** @param until - A position to be content with. */
  async #read(until = Number.POSITIVE_INFINITY): Promise<StudySnapshot> {
    for (;;) {
      const { position } = this.#snapshot
      if (position >= until) return this.#snapshot
      const events = await this.#storage.read(this.#study, position)
      if (events.length === 0) return this.#snapshot
      for (let first = 0; first < events.length; ) {
        const own = this.#ahead.has(position + first + 1)
        let end = first + 1
        while (end < events.length && this.#ahead.has(position + end + 1) === own) end += 1
        const run = events.slice(first, end)
        for (let passed = first + 1; passed <= end; passed += 1) this.#ahead.delete(position + passed)
        this.#advance(run, replay(run, this.#snapshot), own)
        first = end
      }
    }
  }

  #advance(events: readonly StudyEvent[], snapshot: StudySnapshot, own: boolean): void {
    const before = this.#snapshot
    this.#snapshot = snapshot
    this.#onWritten({ before, events, snapshot, own })
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => {})
    return result
  }
}

const STATES: readonly TrialState[] = ['waiting', 'running', 'paused', 'completed', 'pruned', 'failed']

/** Whether lists show the same of both. */
const sameDigest = (one: StudySnapshot, other: StudySnapshot): boolean =>
  one.best?.values === other.best?.values && STATES.every((state) => one.counts[state] === other.counts[state])
