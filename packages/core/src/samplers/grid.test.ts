import { describe, it } from 'vitest'
import { samplerCases } from '../testing/sampler-suite.ts'
import { gridSampler } from './grid.ts'

describe('the grid sampler', () => {
  const make = () => gridSampler({ points: 3, limit: Number.POSITIVE_INFINITY })
  it.each(samplerCases(make, { learns: false }))('$name', ({ run }) => run())
})
