import type { Presence } from '../../journal/journal-storage.ts'
import type { Clock } from '../clock/clock.ts'

/** Signals that an owner of running trials is alive, from the first trial until the study is closed. */
export class Heartbeat {
  readonly #presence: Presence
  readonly #owner: string
  readonly #clock: Clock
  #first: Promise<void> | undefined
  #latest: Promise<unknown> = Promise.resolve()
  #cancel = () => {}
  #stopped = false

  constructor(presence: Presence, owner: string, clock: Clock) {
    this.#presence = presence
    this.#owner = owner
    this.#clock = clock
  }

  /** Resolves after the first heartbeat. Must be awaited before the owner has its first trial. */
  async start(): Promise<void> {
    if (this.#stopped) return
    this.#first ??= this.#beat().then(
      () => this.#schedule(),
      (error: unknown) => {
        // The next call of `start` tries again.
        this.#first = undefined
        throw error
      },
    )
    await this.#first
  }

  /** Ends the heartbeat permanently. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    // Without a heartbeat there is nothing to end, and the storage may be read-only.
    if (!this.#first) return
    // A pending beat must not arrive after the owner has left.
    await this.#first.catch(() => {})
    await this.#latest
    await this.#presence.leave(this.#owner)
  }

  /** Converts an error thrown by the user's storage to a rejection. */
  async #beat(): Promise<void> {
    await this.#presence.beat(this.#owner)
  }

  #schedule(): void {
    if (this.#stopped) return
    const beat = () => {
      // The next beat makes up for a failed one.
      this.#latest = this.#beat().catch(() => {})
      // If the clock fails, there are no more beats.
      this.#latest.then(() => this.#schedule()).catch(() => {})
    }
    this.#cancel = this.#clock.after(this.#presence.interval, beat, { background: true })
  }
}
