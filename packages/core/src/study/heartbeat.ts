import type { Presence } from '../journal/journal-storage.ts'
import type { Clock } from './clock.ts'

/** Keeps saying that an owner of running trials is alive, from the first trial until the study is closed. */
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

  /** Resolves once the owner is known to be alive; to be awaited before it owns its first trial. */
  async start(): Promise<void> {
    if (this.#stopped) return
    this.#first ??= this.#beat().then(
      () => this.#schedule(),
      (error: unknown) => {
        // The next start tries again.
        this.#first = undefined
        throw error
      },
    )
    await this.#first
  }

  /** Leaves for good. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    // Who never said that it was alive has nothing to take back, and may have no right to write.
    if (!this.#first) return
    // A beat that is under way must not arrive after the owner has left.
    await this.#first.catch(() => {})
    await this.#latest
    await this.#presence.leave(this.#owner)
  }

  /** A storage of the user's may throw where it should reject. */
  async #beat(): Promise<void> {
    await this.#presence.beat(this.#owner)
  }

  #schedule(): void {
    if (this.#stopped) return
    const beat = () => {
      // A beat that fails is made up for by the next one.
      this.#latest = this.#beat().catch(() => {})
      // Without a clock that works there are no more beats.
      this.#latest.then(() => this.#schedule()).catch(() => {})
    }
    this.#cancel = this.#clock.after(this.#presence.interval, beat, { background: true })
  }
}
