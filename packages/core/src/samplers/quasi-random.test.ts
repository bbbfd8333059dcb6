import { describe, it } from 'vitest'
import { samplerCases } from '../testing/sampler-suite.ts'
import { quasiRandomSampler } from './quasi-random.ts'

describe('the quasi-random sampler', () => {
  it.each(samplerCases(() => quasiRandomSampler(), { learns: false }))('$name', ({ run }) => run())
})
