import { describe, expect, it } from 'vitest'
import { chosenInstances, scenarioOf } from './catalogue.ts'
import type { Scenario } from './scenario.ts'

const names = Array.from({ length: 12 }, (_, index) => `t${index}`)
const load = () => {
  throw new Error('Nothing is loaded here.')
}
const split: Scenario = { name: 'split', instances: names, development: ['t0', 't5'], load }
const whole: Scenario = { name: 'whole', instances: ['a', 'b'], load }

const chosen = (text: string) =>
  chosenInstances([split, whole], text).map(([{ name }, instance]) => `${name}/${instance}`)

describe('chosenInstances', () => {
  it('knows the split', () => {
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

  it('takes names, and says which it does not know', () => {
    expect(chosen('t3,b')).toEqual(['split/t3', 'whole/b'])
    expect(() => chosen('t3,c')).toThrow(/no instance c: split has t0, .*whole has a, b/)
  })
})

describe('scenarioOf', () => {
  it('says what is wrong', () => {
    expect(() => scenarioOf('unknown', undefined)).toThrow(/no scenario unknown; there are lcbench/)
    expect(() => scenarioOf('lcbench', undefined)).toThrow(/slds-lmu\/yahpo_data/)
    expect(() => scenarioOf('lcbench', '/nowhere')).toThrow(/no .*nowhere/)
  })
})
