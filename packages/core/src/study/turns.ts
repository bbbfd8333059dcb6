import type { Pause } from '../math/steps.ts'
import type { Clock } from './clock.ts'

/** How many milliseconds a computation may go on before everything else in the process gets its turn. */
const TURN = 16

/**
 * A pause for long computations: it lets others have their turn once the last one is so long ago, and asks to go on at
 * once before that.
 */
export function turnsOf(clock: Clock): Pause {
  let since = clock.now()
  const turn = async () => {
    await clock.pause?.()
    since = clock.now()
  }
  return () => {
    const passed = clock.now() - since
    // A clock that was set back has not gone on.
    return clock.pause && (passed < 0 || passed >= TURN) ? turn() : undefined
  }
}
