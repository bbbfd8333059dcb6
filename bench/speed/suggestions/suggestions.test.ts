import { createStudy } from 'sweetspot'
import { validateParams } from 'sweetspot/extend'
import { describe, expect, it } from 'vitest'
import { parseOptions } from '../options.ts'
import { type OurSuggestions, roundsOf, spreadOf } from './cell.ts'
import { mixedTask } from './mixed-task.ts'
import { showSuggestions } from './show.ts'

describe('the mixed task', () => {
  it('repeats five kinds of parameters', () => {
    const { parameters, space } = mixedTask(12)
    expect(parameters.map(({ type }) => type).slice(5, 10)).toEqual(['float', 'float', 'int', 'categorical', 'int'])
    expect(space.dimensions).toHaveLength(12)
  })

  it('has valid, reproducible random trials with their values', async () => {
    const task = mixedTask(10)
    const trials = task.trials(50, 3)
    const study = await createStudy({ space: task.space })
    for (const { params, value } of trials) await study.add(params, value)
    expect(new Set(trials.map(({ params }) => JSON.stringify(params))).size).toBe(50)
    expect(task.trials(50, 3)).toEqual(trials)
    expect(task.trials(50, 4)).not.toEqual(trials)
  })

  it('has its minimum at 0.3 of each number, and at the first choice', () => {
    const { space, value } = mixedTask(5)
    const best = { x0: -0.5, x1: 1e-5 * 1e4 ** 0.3, x2: 7, x3: 'adam', x4: 56 }
    expect(validateParams(space, best)).toEqual(best)
    // By hand: the integers are at 6/19 and ln(56/16) / ln(64).
    expect(value(best)).toBeCloseTo((6 / 19 - 0.3) ** 2 + (Math.log(3.5) / Math.log(64) - 0.3) ** 2, 12)
    expect(value({ ...best, x3: 'lion' })).toBeCloseTo(value(best) + 0.3, 12)
  })
})

describe('the figures', () => {
  it('cover the refits of hyperparameters, and few more trials', () => {
    expect([10, 50, 100, 1_000].map((finished) => roundsOf({ dimensions: 5, finished, concurrency: 1 }))).toEqual([
      8, 12, 25, 40,
    ])
  })

  it('are medians, percentiles and maxima', () => {
    const durations = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect(spreadOf(durations)).toEqual({ median: 51, p95: 96, max: 100, count: 100 })
  })

  it('are shown with the ratio of the medians, and with skipped cells', () => {
    const cell = { dimensions: 5, finished: 10, concurrency: 1 }
    const spread = (median: number) => spreadOf([median])
    const ours: OurSuggestions = {
      ...cell,
      askAtOnce: spread(2_000),
      askRested: spread(1_000),
      learning: spread(3_000),
      tell: spread(100),
      cold: 5_000,
      longestBlock: 20_000,
      memory: { peakMb: 80 },
    }
    const optuna = { ...cell, system: 'optuna-gp', version: '1.2.3', ask: spread(50_000), tell: spread(10), cold: 1 }
    const lines = showSuggestions({
      ours: [ours],
      peers: [{ ...optuna, memory: { peakMb: 500 } }],
      skipped: [{ ...cell, system: 'keras-tuner', skipped: 'no result within 9 s' }],
    })
    expect(lines[2]).toContain('2.00 ms / 2.00 ms  1.00 ms / 1.00 ms')
    expect(lines.join('\n')).toContain('ask of optuna-gp 1.2.3')
    expect(lines.at(-2)).toMatch(/50\.00 ms \/ 50\.00 ms +25\.0 × +500 MB +- +- +-$/)
    expect(lines.at(-1)).toBe('not measured: keras-tuner, 5 parameters, 10 trials, 1 at once: no result within 9 s')
  })
})

describe('the options', () => {
  it('cover the whole grid by default', () => {
    expect(parseOptions(['--dimensions', '5,8'])).toEqual({
      dimensions: [5, 8],
      finished: [10, 50, 100, 200, 500, 1_000],
      concurrency: [1, 16],
      seconds: 10,
      limit: 180,
      peersAt: [5, 8],
    })
    expect(parseOptions(['--peers-at', '10'])).toMatchObject({ peersAt: [10], dimensions: [5, 10, 20, 40] })
    expect(parseOptions(['--help'])).toBe('help')
  })

  it.each([
    ['--dimensions', '5,x'],
    ['--trials', '0'],
    ['--seconds', ''],
    ['--what', '1'],
  ])('throw for %s %s', (...args) => {
    expect(() => parseOptions(args)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }))
  })
})
