import { checkArgument } from '../arguments/argument.ts'
import type { StoppingRule } from './stopping-rule.ts'

/**
 * Stops `timeout` milliseconds after the start of the call.
 *
 * @throws ERR_INVALID_ARGUMENT if the timeout is below 0
 */
export function timeLimit(timeout: number): StoppingRule {
  const isTime = typeof timeout === 'number' && timeout >= 0
  checkArgument('the time limit', timeout, isTime, 'a number of milliseconds, 0 or more')
  return Object.freeze({
    name: 'timeout',
    isMet: (_, { startedAt, now }) => now - startedAt >= timeout,
  } satisfies StoppingRule)
}
