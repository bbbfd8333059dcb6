import type { Clock } from '../study/clock.ts'

interface Timer {
  readonly due: number
  /** Timers due at the same time are called in the order in which they were set. */
  readonly order: number
  readonly callback: () => void
}

/** A clock that stands still until it is told to move, so that hours pass in no time and each run is the same. */
export interface SimulatedClock extends Clock {
  /** Moves on by so many milliseconds, calling what becomes due. */
  advance(milliseconds: number): Promise<void>
  /**
   * Moves on from timer to timer until a promise is settled, and gives its result.
   *
   * @throws Error where no timer is left that could settle it
   */
  until<T>(promise: Promise<T>): Promise<T>
  /** How many timers are set. */
  readonly timers: number
}

/**
 * A {@link SimulatedClock}.
 *
 * @param idle - Resolves when all promises that can go on without time passing have gone on, such as
 *   `() => new Promise((resolve) => setImmediate(resolve))`.
 * @param start - Milliseconds since 1970.
 */
export function simulatedClock(idle: () => Promise<void>, start = 0): SimulatedClock {
  const timers = new Set<Timer>()
  let now = start
  let set = 0

  /** Calls the next timer that is due by then; false where there is none. */
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
        if (!step(Number.POSITIVE_INFINITY)) throw new Error('Nothing is left that could happen.')
        await idle()
      }
      return promise
    },
    get timers() {
      return timers.size
    },
  })
}
