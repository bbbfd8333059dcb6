import type { EventOf, StudyEvent } from '../../journal/study-event.ts'
import type { Json } from '../../space/json-value.ts'
import type { Clock } from '../clock/clock.ts'
import type { JournalWriter } from '../writing/journal-writer.ts'

/** An event of a running attempt about itself. */
export type AttemptEvent =
  | EventOf<'trial-reported'>
  | EventOf<'trial-asked'>
  | (EventOf<'trial-annotated'> & { readonly attempt: number })

interface Asking {
  readonly params: { [name: string]: Json }
  readonly found: { [name: string]: Json }
  readonly dependent: string[]
  readonly event: EventOf<'trial-asked'>
}

/** Minimum time between reads that accompany reports, in milliseconds. */
const READ_INTERVAL = 1_000

/**
 * The pending events of attempts of this process. They are written together in the next step of the event loop, so that
 * objectives need no `await`.
 */
export class Outbox {
  readonly #writer: JournalWriter
  readonly #clock: Clock
  #pending: AttemptEvent[] = []
  /** The content of the last pending event, while more can be added to it. */
  #asking: Asking | undefined
  #writing: Promise<void> | undefined
  #readAt = Number.NEGATIVE_INFINITY

  constructor(writer: JournalWriter, clock: Clock) {
    this.#writer = writer
    this.#clock = clock
  }

  add(event: AttemptEvent): void {
    if (event.type === 'trial-asked') this.#addAsked(event)
    else this.#pending.push(event)
    this.#writeSoon()
  }

  /** Merges parameters that are asked for together into one event: there may be thousands. */
  #addAsked({ number, attempt, params, found, dependent = [], at }: EventOf<'trial-asked'>): void {
    const last = this.#asking
    if (last && last.event === this.#pending.at(-1) && last.event.number === number && last.event.attempt === attempt) {
      Object.assign(last.params, params)
      Object.assign(last.found, found)
      last.dependent.push(...dependent)
      return
    }
    const asking = { params: { ...params }, found: { ...found }, dependent: [...dependent] }
    const event = { type: 'trial-asked', number, attempt, ...asking, at } as const
    this.#asking = { ...asking, event }
    this.#pending.push(event)
  }

  /**
   * Writes all events that are pending at the time of the call.
   *
   * @throws ERR_STORAGE or a similar error. Events stay pending and are written with the next flush
   */
  async flush(): Promise<void> {
    await this.#underWay()
    if (this.#pending.length > 0) await this.#write()
  }

  /** Writes all pending events, then the end of an attempt. If that fails, the end is not kept. */
  async flushWith(end: readonly StudyEvent[]): Promise<void> {
    if (!this.#writing && this.#pending.length === 0) return this.#writer.post(end)
    await this.#underWay()
    await this.#post(end)
  }

  /** Ignores a failure: the events stay pending, and the next flush tries again. */
  #writeSoon(): void {
    if (!this.#writing) this.#write().catch(() => {})
  }

  async #underWay(): Promise<void> {
    // Failed events are pending again.
    await this.#writing?.catch(() => {})
  }

  /** Writes pending events in the next step of the event loop. Events added after that are scheduled separately. */
  #write(): Promise<void> {
    this.#writing ??= Promise.resolve()
      .then(() => this.#post([]))
      .finally(() => {
        this.#writing = undefined
      })
      .then(() => {
        if (this.#pending.length > 0) this.#writeSoon()
        return this.#readNowAndThen()
      })
    return this.#writing
  }

  async #post(end: readonly StudyEvent[]): Promise<void> {
    const events = this.#take()
    if (events.length + end.length === 0) return
    await this.#keepingOnFailure(events, () => this.#writer.post([...events, ...end]))
  }

  /** The pending events, except those of attempts that are known to have ended. */
  #take(): readonly AttemptEvent[] {
    const { trials } = this.#writer.snapshot
    const events = this.#pending.filter(({ number, attempt }) => {
      const record = trials.get(number)
      return record?.state === 'running' && record.attempt === attempt
    })
    this.#pending = []
    this.#asking = undefined
    return events.map(withoutEmpty)
  }

  async #keepingOnFailure(events: readonly AttemptEvent[], write: () => Promise<void>): Promise<void> {
    try {
      await write()
    } catch (error) {
      this.#pending = [...events, ...this.#pending]
      throw error
    }
  }

  /** Reads events of other processes between reports, so that an attempt notices that it was taken over. */
  async #readNowAndThen(): Promise<void> {
    if (!this.#writer.isBehind || this.#clock.now() - this.#readAt < READ_INTERVAL) return
    this.#readAt = this.#clock.now()
    await this.#writer.caughtUp()
  }
}

function withoutEmpty(event: AttemptEvent): AttemptEvent {
  if (event.type !== 'trial-asked') return event
  const { found = {}, dependent = [], ...rest } = event
  const isEmpty = Object.keys(found).length === 0
  return { ...rest, ...(!isEmpty && { found }), ...(dependent.length > 0 && { dependent }) }
}
