import { ignoreRejection } from '../../arguments/callback.ts'
import { isThenable } from '../../arguments/shape.ts'
import { messageOf } from '../../errors.ts'
import type { StudyObserver } from './observer.ts'

type Occasion = Exclude<keyof StudyObserver, 'notice'>

/** The observers of a study, in the order in which they were added. */
export class Observers {
  /** The number of times that each observer was added and not removed. */
  readonly #observers = new Map<StudyObserver, number>()
  readonly #fallback: (text: string) => void
  /** Notices about failing observers that were sent, so that each is sent once. */
  readonly #failures = new WeakMap<StudyObserver, Set<Occasion>>()

  /** @param fallback - Receives notices if no observer has the function `notice`. */
  constructor(observers: Iterable<StudyObserver>, fallback: (text: string) => void) {
    this.#fallback = fallback
    for (const observer of observers) this.add(observer)
  }

  /**
   * Adds an observer and returns a function that removes it. An observer that is added several times is called once per
   * event, until it is removed as often.
   */
  add(observer: StudyObserver): () => void {
    this.#observers.set(observer, (this.#observers.get(observer) ?? 0) + 1)
    let added = true
    return () => {
      if (!added) return
      added = false
      const times = (this.#observers.get(observer) as number) - 1
      if (times > 0) this.#observers.set(observer, times)
      else this.#observers.delete(observer)
    }
  }

  emit<O extends Occasion>(occasion: O, ...what: Parameters<NonNullable<StudyObserver[O]>>): void {
    for (const observer of this.#observers.keys()) {
      try {
        const listen = observer[occasion] as ((...args: typeof what) => unknown) | undefined
        const result = listen?.apply(observer, what)
        if (isThenable(result)) Promise.resolve(result).catch((thrown) => this.#blame(observer, occasion, thrown))
      } catch (thrown) {
        this.#blame(observer, occasion, thrown)
      }
    }
  }

  notice(text: string): void {
    const listeners = [...this.#observers.keys()].filter((observer) => observer.notice)
    if (listeners.length === 0) this.#fallback(text)
    for (const observer of listeners) {
      try {
        const result = observer.notice?.(text)
        if (isThenable(result)) ignoreRejection(result)
      } catch {
        // A failure of the last receiver of notices cannot be reported.
      }
    }
  }

  #blame(observer: StudyObserver, occasion: Occasion, thrown: unknown): void {
    const known = this.#failures.get(observer) ?? new Set()
    this.#failures.set(observer, known)
    if (known.has(occasion)) return
    known.add(occasion)
    this.notice(`An observer failed in ${occasion}; the study is not affected: ${messageOf(thrown)}`)
  }
}
