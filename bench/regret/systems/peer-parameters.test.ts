import { boolean, choice, fixed, float, int, ordinal, type SearchSpace, space, when } from 'sweetspot'
import type { Shape } from 'sweetspot/extend'
import { describe, expect, it } from 'vitest'
import { peerSpace } from './peer-parameters.ts'

const told = (shape: Shape) => peerSpace(space(shape) as SearchSpace)

describe('peerSpace', () => {
  it('keeps numbers, scales and choices', () => {
    const { parameters, paramsOf } = told({
      rate: float(1e-5, 1, { log: true }),
      layers: int(1, 8),
      kind: choice(['a', 'b']),
      norm: boolean(),
    })
    expect(parameters).toEqual([
      { name: 'rate', type: 'float', low: 1e-5, high: 1, log: true },
      { name: 'layers', type: 'int', low: 1, high: 8, log: false },
      { name: 'kind', type: 'categorical', choices: ['a', 'b'] },
      { name: 'norm', type: 'categorical', choices: [false, true] },
    ])
    const params = { rate: 0.1, layers: 3, kind: 'b', norm: true }
    expect(paramsOf(params)).toEqual(params)
  })

  it('converts ordinals and stepped numbers to integers', () => {
    const { parameters, paramsOf } = told({ batch: ordinal([16, 64, 256]), dropout: float(0, 0.4, { step: 0.1 }) })
    expect(parameters).toEqual([
      { name: 'batch', type: 'int', low: 0, high: 2 },
      { name: 'dropout', type: 'int', low: 0, high: 4 },
    ])
    expect(paramsOf({ batch: 2, dropout: 1 })).toEqual({ batch: 256, dropout: 0.1 })
  })

  it('keeps the innermost condition, which implies the others', () => {
    const { parameters } = told({ x: choice({ l: { y: choice({ l: { z: float(0, 1) }, r: {} }) }, r: {} }) })
    expect(parameters.map(({ name, when: condition }) => [name, condition])).toEqual([
      ['x', undefined],
      ['y', { parent: 'x', in: ['l'] }],
      ['z', { parent: 'y', in: ['l'] }],
    ])
  })

  it('throws for parameters that peers do not support', () => {
    expect(() => told({ n: int(1, 3), m: when({ n: { atLeast: 2 } }, int(1, 3)) })).toThrow('condition like that of m')
    expect(() => told({ n: fixed(3) })).toThrow('Peers do not support fixed')
    expect(() => told({ b: float(0.9, 0.999, { scale: 'reverse-log' }) })).toThrow('reverse logarithm')
  })
})
