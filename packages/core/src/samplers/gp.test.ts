import { describe, it } from 'vitest'
import { samplerCases } from '../testing/sampler-suite.ts'
import { gpSampler } from './gp.ts'

describe('the Gaussian-process sampler', () => {
  it.each(samplerCases(() => gpSampler(), { learns: true }))('$name', ({ run }) => run())
})
