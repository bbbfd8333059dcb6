import { describe, expect, it } from 'vitest'
import { chosenInstances, scenarioOf } from './catalogue.ts'
import type { Scenario } from './scenario.ts'

const names = Array.from({ length: 12 }, (_, index) => `t${index}`)
const load = () => {
  throw new Error('These tasks cannot be loaded.')
}
const split: Scenario = { name: 'split', instances: names, development: ['t0', 't5'], load }
const whole: Scenario = { name: 'whole', instances: ['a', 'b'], load }

const chosen = (text: string) =>
  chosenInstances([split, whole], text).map(([{ name }, instance]) => `${name}/${instance}`)

describe('chosenInstances', () => {
  it('applies the split', () => {
    expect(chosen('dev')).toEqual(['split/t0', 'split/t5', 'whole/a', 'whole/b'])
    expect(chosen('test')).toHaveLength(10 + 2)
    expect(chosen('test')).not.toContain('split/t5')
    expect(chosen('test:5')).toEqual([
      'split/t1',
      'split/t3',
      'split/t6',
      'split/t8',
      'split/t10',
      'whole/a',
      'whole/b',
    ])
    expect(chosen('all')).toHaveLength(14)
  })

  it('accepts names, and lists unknown ones', () => {
    expect(chosen('t3,b')).toEqual(['split/t3', 'whole/b'])
    expect(() => chosen('t3,c')).toThrow(/Unknown instance c: split has t0, .*whole has a, b/)
  })
})

describe('scenarioOf', () => {
  it('throws for unknown scenarios and missing data', () => {
    expect(() => scenarioOf('unknown', undefined)).toThrow(/Unknown scenario unknown; expected lcbench/)
    expect(() => scenarioOf('lcbench', undefined)).toThrow(/slds-lmu\/yahpo_data/)
    expect(() => scenarioOf('lcbench', '/nowhere')).toThrow(/nowhere.* does not exist/)
  })
})
