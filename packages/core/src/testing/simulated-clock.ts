import type { Clock } from '../study/clock/clock.ts'

interface Timer {
  readonly due: number
  /** Timers due at the same time are called in order of creation. */
  readonly order: number
  readonly callback: () => void
}

/** A clock that advances only when told to, so that tests of hours are fast and reproducible. */
export interface SimulatedClock extends Clock {
  /** Advances by `ms` milliseconds and calls the timers that become due. */
  advance(milliseconds: number): Promise<void>
  /**
   * Advances from timer to timer until a promise settles, and returns its result.
   *
   * @typeParam T - The type of the result.
   * @throws Error if no timer is left that could settle it
   */
  until<T>(promise: Promise<T>): Promise<T>
  /** Number of pending timers. */
  readonly timers: number
}

/**
 * Creates a {@link SimulatedClock}.
 *
 * @param idle - Resolves when all promises that do not depend on time have settled, such as
 *   `() => new Promise((resolve) => setImmediate(resolve))`.
 * @param start - Milliseconds since 1970.
 */
export function simulatedClock(idle: () => Promise<void>, start = 0): SimulatedClock {
  const timers = new Set<Timer>()
  let now = start
  let set = 0

  /** Calls the next timer that is due by then; returns false if there is none. */
  const step = (by: number): boolean => {
    let next: Timer | undefined
    for (const timer of timers) {
      if (!next || timer.due < next.due || (timer.due === next.due && timer.order < next.order)) next = timer
    }
    if (!next || next.due > by) return false
    timers.delete(next)
    now = Math.max(now, next.due)
    next.callback()
    return true
  }

  return Object.freeze({
    now: () => now,
    after(delay: number, callback: () => void) {
      set += 1
      const timer = { due: now + Math.max(0, delay), order: set, callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    async advance(milliseconds: number) {
      const end = now + milliseconds
      await idle()
      while (step(end)) await idle()
      now = end
      await idle()
    },
    async until<T>(promise: Promise<T>): Promise<T> {
      const state = { settled: false }
      const end = () => {
        state.settled = true
      }
      promise.then(end, end)
      await idle()
      while (!state.settled) {
        if (!step(Number.POSITIVE_INFINITY)) throw new Error('No timer is left that could settle the promise.')
        await idle()
      }
      return promise
    },
    get timers() {
      return timers.size
    },
  })
}
