import { describe, expect, it } from 'vitest'
import { keyFromSeed } from '../../math/random.ts'
import { liveTrial } from './live-trial.ts'
import type { TrialHost } from './trial-host.ts'
import type { TrialSpec } from './trial-spec.ts'

const SPEC: TrialSpec = {
  study: 'study',
  studyCreatedAt: 0,
  number: 0,
  attempt: 1,
  startedAt: 0,
  params: {},
  hasDeclaredSpace: true,
  key: keyFromSeed(1),
  exhaustive: false,
  metrics: ['value'],
  attributes: {},
}

describe('liveTrial', () => {
  it('reads the signal of its host on demand, so that an executor learns whether an objective uses it', () => {
    const { signal } = new AbortController()
    let reads = 0
    const host: TrialHost = {
      get signal() {
        reads += 1
        return signal
      },
      report: () => {},
      decide: () => ({ action: 'continue' }),
      annotate: () => {},
      asked: () => {},
    }
    const trial = liveTrial(SPEC, host)
    expect(reads).toBe(0)
    expect(trial.signal).toBe(signal)
    expect(reads).toBe(1)
  })
})
