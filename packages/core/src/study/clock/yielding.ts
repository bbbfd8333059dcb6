import type { Yield } from '../../math/cooperative.ts'
import type { Clock } from './clock.ts'

/** Maximum milliseconds of a computation between yields to the event loop. */
const TURN = 16

/** One per clock: many short computations starve the event loop like one long one. */
const pauses = new WeakMap<Clock, Yield>()

/**
 * Returns a function that yields to the event loop at most once per interval. All computations with the same clock
 * share it.
 */
export function yielding(clock: Clock): Yield {
  const known = pauses.get(clock)
  if (known) return known
  let since = clock.now()
  let turning: Promise<void> | undefined
  const turn = async () => {
    await clock.pause?.()
    since = clock.now()
    turning = undefined
  }
  const pause = () => {
    const passed = clock.now() - since
    // The clock may have been set back.
    if (!clock.pause || (passed >= 0 && passed < TURN)) return turning
    // Concurrent computations share one yield and the interval after it.
    turning ??= turn()
    return turning
  }
  pauses.set(clock, pause)
  return pause
}
