import { describe, expect, it } from 'vitest'
import { readOptions } from './options.ts'

describe('readOptions', () => {
  it('has defaults', () => {
    expect(readOptions([])).toEqual({
      scenarios: ['problems'],
      instances: 'dev',
      samplers: ['gp', 'random'],
      peers: [],
      trials: 50,
      seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      parallel: 1,
      jobs: 1,
      merge: [],
    })
  })

  it('runs nothing where files are only to be reported on', () => {
    expect(readOptions(['--merge', 'a.json,b.json'])).toMatchObject({ samplers: [], merge: ['a.json', 'b.json'] })
  })

  it('takes a range of seeds', () => {
    expect(readOptions(['--seeds', '4-6'])).toMatchObject({ seeds: [4, 5, 6] })
  })

  it.each([
    [['--trials', '0'], '--trials is a positive integer, not 0.'],
    [['--jobs', 'two'], '--jobs is a positive integer, not two.'],
    [['--seeds', '6-4'], '--seeds 6-4 is an empty range.'],
    [['--seeds', '1,2'], '--seeds is a positive integer, not 1,2.'],
    [['--samplres', 'gp'], '--samplres'],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message)
  })
})
