import { checkArgument } from '@sweetspot/core'

/** Maximum grace period, in milliseconds, some 24 days: timers of Node hold no more, and end longer times at once. */
const LONGEST = 2 ** 31 - 1

/** @throws ERR_INVALID_ARGUMENT unless it is a number of milliseconds that a timer can hold */
export function checkGracePeriod(given: unknown): void {
  const isValid = typeof given === 'number' && given >= 0 && given <= LONGEST
  checkArgument('gracePeriod', given, isValid, `a number of milliseconds from 0 to ${LONGEST}`)
}
