import type { Yield } from '../math/cooperative.ts'
import type { Clock } from './clock.ts'

/** How many milliseconds a computation may go on before everything else in the process gets its turn. */
const TURN = 16

/** Of each clock one, since many computations leave others no more of a turn than a long one. */
const pauses = new WeakMap<Clock, Yield>()

/**
 * A pause for computations: it lets others have their turn once the last one is so long ago, and asks to go on at once
 * before that. The same for all that go by one clock.
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
    // A clock that was set back has not gone on.
    if (!clock.pause || (passed >= 0 && passed < TURN)) return turning
    // Computations beside each other wait for one turn of the others, and share the time after it.
    turning ??= turn()
    return turning
  }
  pauses.set(clock, pause)
  return pause
}
