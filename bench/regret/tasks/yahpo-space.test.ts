import { describe, expect, it } from 'vitest'
import { type ConfigSpace, searchSpaceOf } from './yahpo-space.ts'

const config: ConfigSpace = {
  hyperparameters: [
    { name: 'drop', type: 'uniform_float', log: false, lower: 0, upper: 1 },
    { name: 'booster', type: 'categorical', choices: ['linear', 'tree', 'dart'] },
    { name: 'eta', type: 'uniform_float', log: true, lower: 1e-3, upper: 1 },
    { name: 'rounds', type: 'uniform_int', log: true, lower: 7, upper: 2981 },
    { name: 'task', type: 'categorical', choices: ['1', '2'] },
  ],
  conditions: [
    { child: 'drop', parent: 'booster', type: 'EQ', value: 'dart' },
    { child: 'eta', parent: 'booster', type: 'IN', values: ['tree', 'dart'] },
  ],
  forbiddens: [],
}

describe('searchSpaceOf', () => {
  it('has scales and conditions, children after their parents, and no fixed hyperparameters', () => {
    const { dimensions } = searchSpaceOf(config, ['task'])
    expect(dimensions.map(({ name, parameter, conditions }) => [name, { ...parameter }, conditions])).toEqual([
      ['booster', { kind: 'choice', values: ['linear', 'tree', 'dart'] }, []],
      ['rounds', { kind: 'int', low: 7, high: 2981, step: 1, scale: 'log' }, []],
      ['drop', { kind: 'float', low: 0, high: 1, scale: 'linear' }, [{ parameter: 'booster', test: { in: ['dart'] } }]],
      [
        'eta',
        { kind: 'float', low: 1e-3, high: 1, scale: 'log' },
        [{ parameter: 'booster', test: { in: ['tree', 'dart'] } }],
      ],
    ])
  })

  it('throws for unsupported features', () => {
    expect(() => searchSpaceOf({ ...config, forbiddens: [{}] }, [])).toThrow('forbidden')
    const strange = { child: 'eta', parent: 'booster', type: 'NEQ', value: 'linear' }
    expect(() => searchSpaceOf({ ...config, conditions: [strange] }, [])).toThrow('unknown type NEQ')
  })
})
