import { describe, expect, it } from 'vitest'
import { featureColumns } from '../../models/features.ts'
import { encodeParams } from '../../space/encode.ts'
import { boolean, choice, float, int } from '../../space/parameters/parameter.ts'
import type { Params } from '../../space/params.ts'
import { type SearchSpace, space } from '../../space/search-space.ts'
import { History } from '../../testing/sampler-cases/history.ts'
import { drawnFrom, priorWeight, spacePriors } from './prior-weight.ts'
import type { UserPriors } from './user-prior.ts'

const nets: SearchSpace = space({
  rate: float(0, 1),
  optimizer: choice({ sgd: { momentum: float(0, 1), nesterov: boolean() }, adam: {} }),
})

const beliefs = (search: SearchSpace | null, priors: UserPriors) => spacePriors(new History(search).snapshot, priors)

function weightOf(search: SearchSpace, priors: UserPriors, params: Params, strength = 1): number {
  const columns = featureColumns(search)
  const features = new Float64Array(columns.kinds.length)
  columns.write(encodeParams(search, params)!, 0, features, 0)
  return priorWeight(search, columns, beliefs(search, priors), strength)(features, 1)[0]!
}

describe('priorWeight', () => {
  const priors: UserPriors = {
    rate: { around: 0.5, spread: 0.1 },
    optimizer: { weights: { sgd: 2 } },
    momentum: { around: 0.9, spread: 0.2 },
    nesterov: { weights: { true: 3 } },
  }

  it('is the sum over active parameters', () => {
    const sgd = { rate: 0.6, optimizer: 'sgd', momentum: 0.5, nesterov: false }
    expect(weightOf(nets, priors, sgd)).toBeCloseTo(-0.5 - 2 - Math.log(3), 12)
    // Neither momentum nor nesterov is active here.
    expect(weightOf(nets, priors, { rate: 0.6, optimizer: 'adam' })).toBeCloseTo(-0.5 - Math.log(2), 12)
    expect(weightOf(nets, priors, { rate: 0.6, optimizer: 'adam' }, 0.2)).toBeCloseTo((-0.5 - Math.log(2)) / 5, 12)
    expect(weightOf(nets, { rate: priors.rate! }, sgd)).toBeCloseTo(-0.5, 12)
  })

  it('applies a prior to the branch that it fits, if several branches have the name', () => {
    const kernels: SearchSpace = space({ kernel: choice({ rbf: { gamma: float(0, 1) }, poly: { gamma: int(2, 5) } }) })
    const gamma = { gamma: { around: 1, spread: 1 } }
    expect(weightOf(kernels, gamma, { kernel: 'rbf', gamma: 0 })).toBeCloseTo(-0.5, 12)
    expect(weightOf(kernels, gamma, { kernel: 'poly', gamma: 5 })).toBe(0)
  })
})

describe('spacePriors', () => {
  it('throws for unknown parameters and for values out of range', () => {
    expect(() => beliefs(nets, { rates: { around: 0.5 }, moment: { around: 1 } })).toThrow(
      /"rates", "moment".*rate, optimizer, momentum, nesterov/,
    )
    expect(() => beliefs(nets, { rate: { around: 2 } })).toThrow('ERR_INVALID_ARGUMENT')
    expect(() => beliefs(nets, { optimizer: { weights: { sdg: 2 } } })).toThrow(/optimizer.*sdg/)
    expect(() => beliefs(nets, { constructor: { around: 2 } })).toThrow('ERR_INVALID_ARGUMENT')
  })

  it('accepts parameters that are not discovered yet', () => {
    expect(beliefs(null, { rate: { around: 2 } })).toEqual([])
  })

  it('transforms uniform points to the distribution of the prior', () => {
    const moved = drawnFrom(beliefs(nets, { rate: { around: 0.5, spread: 0.1 } }), Float64Array.of(0.9, 0.9, 0.9, 0.9))
    // The upper decile of a normal distribution is 1.2816 standard deviations above its mean.
    expect([...moved]).toEqual([expect.closeTo(0.62816, 5), 0.9, 0.9, 0.9])
  })
})
