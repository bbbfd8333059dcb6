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
  /** Whether a write will take all pending events. */
  #isScheduled = false
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
   * Writes all pending events.
   *
   * @throws ERR_STORAGE or a similar error. Events stay pending and are written with the next flush
   */
  flush(): Promise<void> {
    return this.#write([])
  }

  /** Writes all pending events, then the end of an attempt. If that fails, the end is not kept. */
  flushWith(end: readonly StudyEvent[]): Promise<void> {
    return this.#write(end)
  }

  /** Ignores a failure: the events stay pending, and the next flush tries again. */
  #writeSoon(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#write([])
      .then(() => this.#readNowAndThen())
      .catch(() => {})
  }

  /** Takes the pending events when earlier writes are over, so that it has those of an earlier write that failed. */
  #write(end: readonly StudyEvent[]): Promise<void> {
    let taken: readonly AttemptEvent[] = []
    return this.#writer.post(
      () => {
        taken = this.#take()
        return [...taken, ...end]
      },
      () => {
        this.#pending = [...taken, ...this.#pending]
      },
    )
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
    this.#isScheduled = false
    return events.map(withoutEmpty)
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
