import { SweetspotError, studyError } from '../../errors.ts'
import type { Expected, JournalStorage } from '../../journal/journal-storage.ts'
import type { Position } from '../../journal/position.ts'
import { replay } from '../../journal/replay.ts'
import { digestOf } from '../../journal/study-digest.ts'
import type { StudyEvent } from '../../journal/study-event.ts'
import type { StudyId } from '../../journal/study-id.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { withdraw } from '../../journal/withdraw.ts'
import type { TrialState } from '../../trial/trial-state.ts'
import type { Clock } from '../clock/clock.ts'
import type { Decision } from '../decisions/decision.ts'
import type { Written } from '../observing/written.ts'
import { Checkpoints } from './checkpoints.ts'
import type { StudyParts } from './study-parts.ts'

/** Milliseconds from a change to the next digest, which costs an extra page on disk. */
const DIGEST_INTERVAL = 1_000

type WriterParts = Pick<StudyParts, 'storage' | 'id' | 'snapshot' | 'clock'>

/**
 * Writes the journal of a study; all writes of this process are queued here, in order.
 *
 * Decisions between trials are written on the condition that no other decision has been written since their snapshot.
 * If another process was first, its events are read and the decision is made again. Each retry means that another
 * process has made progress, so there is no livelock. Events of an attempt about itself are written without a
 * condition.
 */
export class JournalWriter {
  #snapshot: StudySnapshot
  readonly #storage: JournalStorage
  readonly #study: StudyId
  readonly #clock: Clock
  readonly #onWritten: (written: Written) => void
  #queue: Promise<unknown> = Promise.resolve()
  /** Positions of own events that the snapshot lacks because events of other processes precede them. */
  readonly #ahead = new Set<Position>()
  /** Whether this process has changed the digest since it was last written. */
  #isDigestBehind = false
  #cancelDigest: (() => void) | undefined
  readonly #checkpoints: Checkpoints

  /** @param onWritten - Called with all events of all processes, in order. */
  constructor({ storage, id, snapshot, clock }: WriterParts, onWritten: (written: Written) => void) {
    this.#storage = storage
    this.#study = id
    this.#snapshot = snapshot
    this.#clock = clock
    this.#onWritten = onWritten
    this.#checkpoints = new Checkpoints(storage, id, clock)
  }

  get snapshot(): StudySnapshot {
    return this.#snapshot
  }

  /** Reads the latest events of other processes. */
  refresh(): Promise<StudySnapshot> {
    return this.#enqueue(() => this.#read())
  }

  /** Whether the snapshot lacks events of this process because events of other processes precede them. */
  get isBehind(): boolean {
    return this.#ahead.size > 0
  }

  /** Returns the snapshot once it has all events of this process. */
  caughtUp(): Promise<StudySnapshot> {
    return this.#enqueue(async () => {
      for (const position of this.#ahead) await this.#read(position)
      return this.#snapshot
    })
  }

  /** @param decide - Called again whenever another process was first; the last call counts. */
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
   * Writes events of an attempt about itself. The snapshot then has them, unless other processes have written in
   * between; in that case it has them after the next {@link refresh}.
   *
   * @param take - Returns the events. Called when all earlier writes are over.
   * @param failed - Called if they could not be written, before the next write.
   */
  post(take: () => readonly StudyEvent[], failed: () => void): Promise<void> {
    return this.#enqueue(async () => {
      const events = take()
      if (events.length === 0) return
      try {
        await this.#write(events, this.#snapshot, 'any')
      } catch (error) {
        failed()
        throw error
      }
    })
  }

  /** Writes the digest if this process has changed it. */
  digest(): Promise<void> {
    this.#cancelDigest?.()
    this.#cancelDigest = undefined
    return this.#enqueue(async () => {
      if (!this.#isDigestBehind) return
      await this.#storage.append(this.#study, [], 'any', digestOf(await this.#read()))
      this.#isDigestBehind = false
    })
  }

  /** Resolves when no checkpoint is being written. */
  checkpointed(): Promise<void> {
    return this.#checkpoints.idle()
  }

  /** Resolves when all writes and reads are done. */
  async idle(): Promise<void> {
    for (let last: unknown; last !== this.#queue; ) {
      last = this.#queue
      await last
    }
  }

  /** Appends events. Returns false if another process was first, after reading its events. */
  async #append(events: readonly StudyEvent[], snapshot: StudySnapshot): Promise<boolean> {
    try {
      await this.#write(events, snapshot, snapshot.position)
    } catch (error) {
      if (!(error instanceof SweetspotError && error.code === 'ERR_STALE_POSITION')) throw error
      await this.#read()
      if (this.#snapshot.position > snapshot.position) return false
      throw studyError('ERR_CORRUPT_JOURNAL', `The journal of ${snapshot.name} is shorter than when it was last read.`)
    }
    for (const position of this.#ahead) await this.#read(position)
    return true
  }

  async #write(events: readonly StudyEvent[], snapshot: StudySnapshot, expected: Expected): Promise<void> {
    // Invalid events are not written.
    const next = replay(events, snapshot)
    let position: Position | undefined
    try {
      position = await this.#storage.append(this.#study, events, expected)
    } finally {
      if (position !== next.position) withdraw(next, snapshot)
    }
    const isNext = position === next.position
    if (isNext) this.#advance(events, next, true)
    else for (let own = position - events.length + 1; own <= position; own += 1) this.#ahead.add(own)
    // Events of other processes in between may change the digest, too.
    if (!isNext || !sameDigest(snapshot, next)) this.#digestSoon()
    this.#checkpoints.consider(this.#snapshot)
  }

  /**
   * Schedules a digest. A failure is harmless: a stale digest is recognised by its position, and the next one replaces
   * it.
   */
  #digestSoon(): void {
    this.#isDigestBehind = true
    const digest = () => void this.digest().catch(() => {})
    this.#cancelDigest ??= this.#clock.after(DIGEST_INTERVAL, digest, { background: true })
  }

  /** @param until - A position at which reading may stop. */
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

/** Whether the digests of both snapshots are equal. */
const sameDigest = (one: StudySnapshot, other: StudySnapshot): boolean =>
  one.best?.values === other.best?.values &&
  one.status === other.status &&
  one.attributes.archived === other.attributes.archived &&
  STATES.every((state) => one.counts[state] === other.counts[state])
