import { expect, it } from 'vitest'
import { isFinished, type TrialRecord } from './trial-record.ts'
import type { TrialState } from './trial-state.ts'

it.each([
  ['waiting', false],
  ['running', false],
  ['completed', true],
  ['pruned', true],
  ['failed', true],
] as const satisfies readonly (readonly [TrialState, boolean])[])('a %s trial is finished: %s', (state, finished) => {
  expect(isFinished({ state } as TrialRecord)).toBe(finished)
})
