import { choice, createStudy, float, int, memoryStorage, recommendation, space } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { displayWidth } from '../text/display-width.ts'
import { formatNumber } from '../text/format-value.ts'
import { resultsTable } from './results-table.ts'

const search = space({
  rate: float(0, 1),
  optimizer: choice({ sgd: { momentum: float(0, 1) }, adam: {} }),
  layers: int(1, 9),
})

async function study() {
  const clock = { now: () => 1_000, after: () => () => {} }
  const made = await createStudy({ name: 'net', space: search, direction: 'maximize', clock })
  await made.add({ rate: 0.75, optimizer: 'adam', layers: 9 }, 0.875)
  await made.delete(0)
  await made.add({ rate: 0.25, optimizer: 'adam', layers: 2 }, 0.5)
  await made.add({ rate: 0.123456, optimizer: 'sgd', momentum: 0.9, layers: 3 }, 0.75)
  await made.add({ rate: 0.5, optimizer: 'adam', layers: 1 }, { state: 'failed' })
  await made.add({ rate: 1, optimizer: 'adam', layers: 4 }, 0.5)
  return made.snapshot
}

/** A valley around 0.3, measured four times at each point, and one far value that is too good. */
async function withLuck() {
  const made = await createStudy({ space: space({ x: float(0, 1) }) })
  for (let number = 0; number < 32; number += 1) {
    const x = (number % 8) / 8
    await made.add({ x }, number === 7 ? -3 : 10 * Math.abs(x - 0.3) + ((number * 7) % 5) / 5)
  }
  return made.snapshot
}

describe('resultsTable', () => {
  it('omits trials that are excluded or no longer fit the space', async () => {
    const options = { name: 'net', storage: memoryStorage(), loadIfExists: true, observers: [{ notice() {} }] } as const
    const wide = await createStudy({ ...options, space: space({ x: float(0, 1) }) })
    for (const [x, value] of [
      [0.1, 1],
      [0.6, 2],
      [0.7, 3],
      [0.8, 4],
    ] as const)
      await wide.add({ x }, value)
    await wide.exclude(1)
    const { snapshot } = await createStudy({ ...options, space: space({ x: float(0.5, 1) }) })
    const rows = resultsTable(snapshot, { recommended: false }).split('\n')
    expect(rows[0]).toBe('net: 4 completed; best first')
    expect(rows.slice(3).map((row) => row.trim().split(/ +/)[0])).toEqual(['2', '3'])
  })

  it('has the best first, a column for each param, and a dash for inactive ones', async () => {
    expect(resultsTable(await study()).split('\n')).toEqual([
      'net: 3 completed, 1 failed; best first',
      'trial  value  time    rate  optimizer  momentum  layers',
      '─────  ─────  ────  ──────  ─────────  ────────  ──────',
      '    2   0.75  0 ms  0.1235  sgd             0.9       3',
      '    1    0.5  0 ms    0.25  adam              –       2',
      '    4    0.5  0 ms       1  adam              –       4',
    ])
  })

  it('lists why trials failed, even if none has completed', async () => {
    const made = await createStudy({ name: 'net', space: space({ x: float(0, 1) }) })
    const fail = (error: string) => made.add({ x: 0 }, { state: 'failed', error })
    await fail('out of memory\n    at somewhere')
    await fail('no data')
    await fail('no data')
    expect(resultsTable(made).split('\n')).toEqual([
      'net: 0 completed, 3 failed',
      'failed: 2 trials, the first 1 (error): no data',
      'failed: trial 0 (error): out of memory',
    ])
    await made.add({ x: 0 }, Number.NaN)
    for (const error of ['a', 'b\u001b[31m']) await fail(error)
    await made.add({ x: 0 }, 1)
    expect(resultsTable(made, { width: 60 }).split('\n').slice(-4)).toEqual([
      'failed: 2 trials, the first 1 (error): no data',
      'failed: trial 0 (error): out of memory',
      'failed: trial 3 (not-finite): value is NaN',
      'and 2 other reasons',
    ])
  })

  it('respects the options trials and width', async () => {
    const table = resultsTable(await study(), { trials: 1, width: 40 })
    expect(table.split('\n')).toEqual([
      'net: 3 completed, 1 failed; the 1 best',
      'trial  value  time  params',
      '─────  ─────  ────  ────────────────────',
      '    2   0.75  0 ms  rate=0.1235 optimiz…',
    ])
    for (const width of [20, 30, 50, 70]) {
      for (const line of resultsTable(await study(), { width }).split('\n')) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width)
      }
    }
  })

  it('names the recommended trial if the best value is probably luck', async () => {
    const snapshot = await withLuck()
    const { trial, mean } = recommendation(snapshot)
    const lines = resultsTable(snapshot, { trials: 1 }).split('\n')
    expect(lines[3]).toMatch(/^ +7 +-3 /)
    expect(lines[4]).toMatch(
      /^recommended: trial \d+, expected value [-\d.]+ \([-\d.]+ to [\d.]+ with 95 %\); the best value may be luck$/,
    )
    expect(lines[4]).toContain(`trial ${trial.number}, expected value ${formatNumber(mean)} (`)
    expect(resultsTable(snapshot, { trials: 1, recommended: false }).split('\n')).toEqual(lines.slice(0, 4))
    for (const line of resultsTable(snapshot, { width: 30 }).split('\n')) {
      expect(displayWidth(line)).toBeLessThanOrEqual(30)
    }
  })

  it('shows the Pareto front of several metrics', async () => {
    const made = await createStudy({
      name: 'two',
      space: space({ x: float(0, 1) }),
      directions: { loss: 'minimize', speed: 'maximize' },
    })
    const values = [
      [2, 5],
      [1, 1],
      [3, 4],
    ] as const
    for (const [loss, speed] of values) await made.add({ x: 0.5 }, { loss, speed })
    expect(resultsTable(made.snapshot).split('\n')).toEqual([
      'two: 3 completed; the Pareto front',
      'trial  loss  speed  time    x',
      '─────  ────  ─────  ────  ───',
      '    1     1      1  0 ms  0.5',
      '    0     2      5  0 ms  0.5',
    ])
  })

  it('has a column for each constraint, and feasible trials before infeasible ones', async () => {
    const clock = { now: () => 1_000, after: () => () => {} }
    const made = await createStudy({
      name: 'small',
      space: space({ x: float(0, 1) }),
      directions: { loss: 'minimize' },
      constraints: { memory: { atMost: 8 }, recall: { atLeast: 0.5 } },
      clock,
    })
    await made.add({ x: 0.5 }, { loss: 1 })
    await made.add({ x: 0.5 }, { loss: 2, memory: 12, recall: 0.5 })
    await made.add({ x: 0.5 }, { loss: 3, memory: 9, recall: 0.5 })
    await made.add({ x: 0.5 }, { loss: 5, memory: 8, recall: 0.5 })
    await made.add({ x: 0.5 }, { loss: 4, memory: 7, recall: 0.75 })
    expect(resultsTable(made.snapshot).split('\n')).toEqual([
      'small: 5 completed, 2 feasible; best first',
      'trial  loss  memory  recall  time    x',
      '─────  ────  ──────  ──────  ────  ───',
      '    4     4       7    0.75  0 ms  0.5',
      '    3     5       8     0.5  0 ms  0.5',
      '    2     3     ✗ 9     0.5  0 ms  0.5',
      '    1     2    ✗ 12     0.5  0 ms  0.5',
      '    0     1       –       –  0 ms  0.5',
    ])
  })

  it('has a note without trials', async () => {
    const empty = await createStudy({ name: 'empty\u001b[2J', space: search }).catch(() => undefined)
    expect(empty).toBeUndefined()
    expect(resultsTable((await createStudy({ name: 'empty' })).snapshot)).toBe('empty: 0 completed')
  })
})
