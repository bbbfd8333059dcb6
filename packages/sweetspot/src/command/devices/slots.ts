/** A part of a shared resource that a trial has while it runs. */
export interface Slot<T> {
  readonly items: readonly T[]
  release(): void
}

/** Lends equal parts of a resource to trials, first come, first served. */
export class Slots<T> {
  /** Free parts, the next one first. */
  readonly #free: (readonly T[])[]
  readonly #waiting: ((part: readonly T[]) => void)[] = []

  constructor(parts: readonly (readonly T[])[]) {
    this.#free = [...parts]
  }

  /** Whether a part is free now. */
  get hasFree(): boolean {
    return this.#free.length > 0
  }

  /** Resolves with a part once one is free; rejects with the reason of the signal if it is aborted before. */
  async take(signal: AbortSignal): Promise<Slot<T>> {
    signal.throwIfAborted()
    const items = this.#free.shift() ?? (await this.#wait(signal))
    let isHeld = true
    return {
      items,
      release: () => {
        if (!isHeld) return
        isHeld = false
        const next = this.#waiting.shift()
        if (next) next(items)
        else this.#free.push(items)
      },
    }
  }

  #wait(signal: AbortSignal): Promise<readonly T[]> {
    return new Promise((resolve, reject) => {
      const got = (items: readonly T[]) => {
        signal.removeEventListener('abort', aborted)
        resolve(items)
      }
      const aborted = () => {
        this.#waiting.splice(this.#waiting.indexOf(got), 1)
        reject(signal.reason as Error)
      }
      this.#waiting.push(got)
      signal.addEventListener('abort', aborted, { once: true })
    })
  }
}

/**
 * Parts of a list: disjoint ones of `size` items, each of them `times` times. Items that do not fill a part are left
 * over. The repetitions of a part come after all other parts, so that trials spread before they share.
 */
export function partsOf<T>(items: readonly T[], size: number, times: number): readonly (readonly T[])[] {
  const parts = Array.from({ length: Math.floor(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
  return Array.from({ length: times }, () => parts).flat()
}
