import type { StoppingRule } from './stopping-rule.ts'

/** Stops `timeout` milliseconds after the call began. */
export function timeLimit(timeout: number): StoppingRule {
  return Object.freeze({
    name: 'timeout',
    isMet: (_, { startedAt, now }) => now - startedAt >= timeout,
  } satisfies StoppingRule)
}
