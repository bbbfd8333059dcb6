import { wrongAnswer } from '../../arguments/callback.ts'
import { isThenable } from '../../arguments/shape.ts'
import { waitFor } from '../clock/wait-for.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { StudyParts } from './study-parts.ts'

/** Milliseconds between reads of a storage without `watch`, and before a failed watch is retried. */
const INTERVAL = 1_000

/** Reads events of other processes soon after they are written, while at least one caller follows the study. */
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
   * Starts following. The returned function ends it, unless other callers still follow.
   *
   * @param left - Ends it for all callers.
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
    // A failing clock also fails in calls that report its error.
    this.#run(AbortSignal.any([ended.signal, left])).catch(() => {})
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // A failure is retried a little later, and reported by the next call that reads.
      await (this.#parts.storage.watch ? this.#watch(signal) : this.#writer.refresh()).catch(() => {})
      if (!signal.aborted) await waitFor(this.#parts.clock, INTERVAL, signal, { background: true })
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
}
