import type { StudyChange } from './written.ts'

/** Passes the changes of a study to listeners: functions, and iterators that read at their own pace. */
export class Changes {
  readonly #listeners = new Set<(change: StudyChange) => void>()

  /** Calls a function with each change, until the returned function is called. */
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

  /**
   * Iterates over all changes from now on, until the signal is aborted or the iteration is left. Changes before the
   * abort are still delivered.
   *
   * @param ended - Called when the iteration is over.
   */
  iterate(signal: AbortSignal, ended: () => void): AsyncIterableIterator<StudyChange, void, undefined> {
    const waiting: StudyChange[] = []
    const left = new AbortController()
    const over = AbortSignal.any([signal, left.signal])
    const stop = this.listen((change) => waiting.push(change))
    const stopListening = () => {
      stop()
      ended()
    }
    over.addEventListener('abort', stopListening, { once: true })
    if (over.aborted) stopListening()
    const next = async (): Promise<IteratorResult<StudyChange, void>> => {
      if (waiting.length === 0 && !over.aborted) await this.next(over)
      const change = waiting.shift()
      if (change) return { done: false, value: change }
      return over.aborted ? { done: true, value: undefined } : next()
    }
    return {
      next,
      return: async () => {
        left.abort()
        waiting.length = 0
        return { done: true, value: undefined }
      },
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }
}
