import { describe, it } from 'vitest'
import { samplerCases } from '../testing/sampler-suite.ts'
import { randomSampler } from './random.ts'

describe('the random sampler', () => {
  it.each(samplerCases(() => randomSampler(), { learns: false }))('$name', ({ run }) => run())
})
