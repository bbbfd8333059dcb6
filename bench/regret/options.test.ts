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

  it('runs no samplers with --merge alone', () => {
    expect(readOptions(['--merge', 'a.json,b.json'])).toMatchObject({ samplers: [], merge: ['a.json', 'b.json'] })
  })

  it('accepts a range of seeds', () => {
    expect(readOptions(['--seeds', '4-6'])).toMatchObject({ seeds: [4, 5, 6] })
  })

  it.each([
    [['--trials', '0'], 'Expected a positive integer for --trials; received 0.'],
    [['--jobs', 'two'], 'Expected a positive integer for --jobs; received two.'],
    [['--seeds', '6-4'], 'with FROM ≤ TO; received 6-4.'],
    [['--seeds', '1,2'], 'Expected a positive integer for --seeds; received 1,2.'],
    [['--samplres', 'gp'], '--samplres'],
  ])('rejects %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message)
  })
})
