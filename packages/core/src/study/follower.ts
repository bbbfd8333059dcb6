import { wrongAnswer } from '../arguments/callback.ts'
import { isThenable } from '../arguments/shape.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { StudyParts } from './study-parts.ts'

/** How often a storage without `watch` is read, and how long a failed watch rests, in milliseconds. */
const INTERVAL = 1_000

/** Reads what other processes write to a study soon after they do, as long as anybody asks for it. */
export class Follower {
  readonly #parts: Pick<StudyParts, 'storage' | 'id' | 'clock'>
  readonly #writer: JournalWriter
  #followers = 0
  #stop = () => {}

  constructor(parts: Pick<StudyParts, 'storage' | 'id' | 'clock'>, writer: JournalWriter) {
    this.#parts = parts
    this.#writer = writer
  }

  /**
   * Begins to follow; the result ends it, unless others still want it.
   *
   * @param left - Ends it for all.
   */
  follow(left: AbortSignal): () => void {
    this.#followers += 1
    if (this.#followers === 1) this.#begin(left)
    let following = true
    return () => {
      if (!following) return
      following = false
      this.#followers -= 1
      if (this.#followers === 0) this.#stop()
    }
  }

  #begin(left: AbortSignal): void {
    const ended = new AbortController()
    this.#stop = () => ended.abort()
    // A clock that fails here fails where somebody waits for it, too.
    this.#run(AbortSignal.any([ended.signal, left])).catch(() => {})
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // What fails here fails again where somebody waits for it, and is tried again a little later.
      await (this.#parts.storage.watch ? this.#watch(signal) : this.#writer.refresh()).catch(() => {})
      if (!signal.aborted) await this.#rest(signal)
    }
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { storage, id } = this.#parts
    const positions = storage.watch?.(id, this.#writer.snapshot.position, signal)
    if (isThenable(positions)) throw wrongAnswer('the function watch of the storage', 'an iterable', positions)
    for await (const position of positions ?? []) {
      if (position > this.#writer.snapshot.position) await this.#writer.refresh()
    }
  }

  #rest(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel()
        signal.removeEventListener('abort', done)
        resolve()
      }
      const cancel = this.#parts.clock.after(INTERVAL, done, { background: true })
      signal.addEventListener('abort', done, { once: true })
    })
  }
}
