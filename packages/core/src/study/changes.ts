import type { StudyChange } from './written.ts'

/**
 * The changes of a study to those who listen: to functions, and to loops that take one after another at their own pace.
 */
export class Changes {
  readonly #listeners = new Set<(change: StudyChange) => void>()

  /** Calls a function with each change; the result ends that. */
  listen(listener: (change: StudyChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(change: StudyChange): void {
    for (const listener of this.#listeners) listener(change)
  }

  /** Resolves with the next change, or when the signal is aborted. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        stop()
        signal.removeEventListener('abort', done)
        resolve()
      }
      const stop = this.listen(done)
      signal.addEventListener('abort', done, { once: true })
      if (signal.aborted) done()
    })
  }

  /** Changes from now on, none left out, until the signal is aborted; those that have happened by then are still given. */
  async *iterate(signal: AbortSignal): AsyncGenerator<StudyChange, void, undefined> {
    const waiting: StudyChange[] = []
    const stop = this.listen((change) => waiting.push(change))
    try {
      for (;;) {
        const change = waiting.shift()
        if (change) yield change
        else if (signal.aborted) return
        else await this.next(signal)
      }
    } finally {
      stop()
    }
  }
}
