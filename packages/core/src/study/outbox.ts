import type { EventOf, StudyEvent } from '../journal/study-event.ts'
import type { Json } from '../space/json-value.ts'
import type { Clock } from './clock.ts'
import type { JournalWriter } from './journal-writer.ts'

/** What a running attempt says of itself. */
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

/** Minimum time between two reads beside reports, in milliseconds. */
const READ_INTERVAL = 1_000

/**
 * What the attempts of this process say of themselves, until it is written: together, with the next step of the event
 * loop, so that objectives need no `await`.
 */
export class Outbox {
  readonly #writer: JournalWriter
  readonly #clock: Clock
  #pending: AttemptEvent[] = []
  /** What the last pending event holds, as long as more can be added to it. */
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

  /** An objective may ask for thousands of parameters at once: they make one event. */
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
   * Writes everything that is pending now, whatever is added meanwhile.
   *
   * @throws ERR_STORAGE and the like; what is pending stays so, and is written with the next flush
   */
  async flush(): Promise<void> {
    await this.#underWay()
    if (this.#pending.length > 0) await this.#write()
  }

  /** Writes everything that is pending now, and after it the end of an attempt, which a failure does not keep. */
  async flushWith(end: readonly StudyEvent[]): Promise<void> {
    if (!this.#writing && this.#pending.length === 0) return this.#writer.post(end)
    await this.#underWay()
    await this.#post(end)
  }

  /** A failure loses nothing: the events stay pending, and the next flush meets it again. */
  #writeSoon(): void {
    if (!this.#writing) this.#write().catch(() => {})
  }

  async #underWay(): Promise<void> {
    // What failed is pending again.
    await this.#writing?.catch(() => {})
  }

  /** Writes what is pending in the next step of the event loop; what is added meanwhile has its own turn. */
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

  /** What is pending, without what attempts say that are known to have ended. */
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

  /** Reads what others have written between reports, so that an attempt that was taken over hears of it. */
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
