import { ignoreRejection } from '../arguments/callback.ts'
import { isThenable } from '../arguments/shape.ts'
import { messageOf } from '../errors.ts'
import type { StudyObserver } from './observer.ts'

type Occasion = Exclude<keyof StudyObserver, 'notice'>

/** The observers of one study, in the order in which they were added. */
export class Observers {
  /** How often each has been added and not been removed. */
  readonly #observers = new Map<StudyObserver, number>()
  readonly #fallback: (text: string) => void
  /** What has been said of failing observers, so that it is said once. */
  readonly #failures = new WeakMap<StudyObserver, Set<Occasion>>()

  /** @param fallback - Takes notices while no observer does. */
  constructor(observers: Iterable<StudyObserver>, fallback: (text: string) => void) {
    this.#fallback = fallback
    for (const observer of observers) this.add(observer)
  }

  /** Adds an observer; the result removes it. One that is added several times is told once, until it is removed as often. */
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
        // Nobody is left to be told that even this observer's notices fail.
      }
    }
  }

  #blame(observer: StudyObserver, occasion: Occasion, thrown: unknown): void {
    const known = this.#failures.get(observer) ?? new Set()
    this.#failures.set(observer, known)
    if (known.has(occasion)) return
    known.add(occasion)
    this.notice(`An observer failed at ${occasion}, which changes nothing for the study: ${messageOf(thrown)}`)
  }
}
