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

  /**
   * Changes from now on, none left out, until the signal is aborted or the iteration is left; those that have happened by
   * then are still given.
   *
   * @param ended - Called when it is over.
   */
  iterate(signal: AbortSignal, ended: () => void): AsyncIterableIterator<StudyChange, void, undefined> {
    const waiting: StudyChange[] = []
    const left = new AbortController()
    const over = AbortSignal.any([signal, left.signal])
    const stop = this.listen((change) => waiting.push(change))
    const end = (): IteratorReturnResult<void> => {
      left.abort()
      stop()
      ended()
      return { done: true, value: undefined }
    }
    const next = async (): Promise<IteratorResult<StudyChange, void>> => {
      if (waiting.length === 0 && !over.aborted) await this.next(over)
      const change = left.signal.aborted ? undefined : waiting.shift()
      if (change) return { done: false, value: change }
      return over.aborted ? end() : next()
    }
    return {
      next,
      return: async () => end(),
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }
}
