import { SweetspotError } from '../errors.ts'
import type { StoppingRule } from './stopping-rule.ts'

/**
 * Stops `timeout` milliseconds after the call began.
 *
 * @throws ERR_INVALID_ARGUMENT for a timeout below 0
 */
export function timeLimit(timeout: number): StoppingRule {
  if (!(timeout >= 0)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected a time limit of 0 milliseconds or more; received ${timeout}.`,
    )
  }
  return Object.freeze({
    name: 'timeout',
    isMet: (_, { startedAt, now }) => now - startedAt >= timeout,
  } satisfies StoppingRule)
}
