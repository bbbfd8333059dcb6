import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choice, float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import type { Measurement } from '../trial/measurement.ts'
import type { FinishedTrial } from '../trial/trial-record.ts'
import { FinishedTable } from './finished-trials.ts'

const SPACE = space({ x: float(0, 10), kind: choice({ plain: {}, fancy: { y: float(0, 1) } }) })

function finished(number: number, x: number, loss: number | undefined): FinishedTrial {
  const entry = {
    number,
    params: { x, kind: number % 2 === 0 ? 'plain' : 'fancy', ...(number % 2 === 0 ? {} : { y: 0.25 }) },
    attempt: 1,
    attributes: {},
    measurements: [],
    createdAt: 0,
    startedAt: 0,
    finishedAt: 0,
  }
  return loss === undefined
    ? { ...entry, state: 'pruned' }
    : { ...entry, state: 'completed', values: { loss, size: number } }
}

const columns = (table: FinishedTable) => ({
  count: table.count,
  incompatible: table.incompatible,
  numbers: [...table.numbers],
  units: [...table.units],
  values: [...table.values],
})

describe('snapshot.finishedTrials', () => {
  it('has a row for each trial: its number, its point in the unit cube and its values', () => {
    const table = new FinishedTable({ space: SPACE, metrics: ['loss', 'size'], constraints: [] })
      .append(finished(4, 5, 0.5))
      .append(finished(1, 10, undefined))
      .append(finished(7, 0, Number.MAX_VALUE))
    expect(columns(table)).toEqual({
      count: 3,
      incompatible: 0,
      numbers: [4, 1, 7],
      // x, the choice (0 and 1 are categories), and y where it is active.
      units: [0.5, ...kindOf(4), Number.NaN, 1, ...kindOf(1), 0.25, 0, ...kindOf(7), 0.25],
      values: [0.5, 4, Number.NaN, Number.NaN, Number.MAX_VALUE, 7],
    })
  })

  it('has the measured value of each constraint, also of failed trials', () => {
    const trial = finished(0, 5, 0.5)
    const table = new FinishedTable({ space: SPACE, metrics: ['loss'], constraints: ['memory', 'recall'] })
      .append({ ...trial, state: 'completed', values: { loss: 1, recall: 0.9, memory: 7 } })
      .append({ ...trial, state: 'completed', values: { loss: 1, memory: 9 } })
      .append({ ...trial, state: 'failed', reason: 'not-finite', values: { loss: Number.NaN, memory: 3 } })
      .append({
        ...trial,
        state: 'failed',
        reason: 'not-finite',
        values: { loss: 1, memory: Number.POSITIVE_INFINITY },
      })
      .append({ ...trial, state: 'failed', reason: 'error' })
      .append({ ...trial, state: 'pruned' })
    const none = [Number.NaN, Number.NaN]
    expect([...table.constraintValues]).toEqual([7, 0.9, 9, Number.NaN, 3, Number.NaN, ...none, ...none, ...none])
    expect([...table.values]).toEqual([1, 1, Number.NaN, Number.NaN, Number.NaN, Number.NaN])
  })

  it('has the last reported value of each metric, before measurements of other metrics only', () => {
    const measurements: readonly Measurement[] = [
      { step: 1, values: { loss: 5 }, at: 0 },
      { step: 2, values: { loss: Number.POSITIVE_INFINITY }, at: 0 },
      { step: 3, values: { size: 8 }, at: 0 },
      { step: 4, values: { size: Number.NaN }, at: 0 },
      { step: 5, values: {}, at: 0 },
    ]
    const table = new FinishedTable({ space: SPACE, metrics: ['loss', 'size', 'toString'], constraints: [] })
      .append({ ...finished(0, 5, 0.5), measurements })
      .append({ ...finished(1, 5, undefined), measurements: measurements.slice(0, 3) })
      .append(finished(2, 5, 0.5))
    const none = Number.NaN
    expect([...table.lastValues]).toEqual([
      Number.POSITIVE_INFINITY,
      none,
      none,
      Number.POSITIVE_INFINITY,
      8,
      none,
      none,
      none,
      none,
    ])
  })

  it('leaves out trials that do not fit, and counts them', () => {
    const odd: FinishedTrial = { ...finished(1, 5, 1), params: { x: 11, kind: 'plain' } }
    const table = new FinishedTable({ space: SPACE, metrics: ['loss'], constraints: [] })
      .append(finished(0, 1, 1))
      .append(odd)
      .append(finished(2, 2, 2))
    expect(columns(table)).toMatchObject({ count: 2, incompatible: 1, numbers: [0, 2], values: [1, 2] })
  })

  it('equals a table that is copied for each append, in all versions', () => {
    const append = fc.record({
      version: fc.nat(),
      x: fc.integer({ min: -2, max: 12 }),
      loss: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(append, { maxLength: 60 }), (appends) => {
        const versions: { table: FinishedTable; trials: FinishedTrial[] }[] = [
          { table: new FinishedTable({ space: SPACE, metrics: ['loss'], constraints: [] }), trials: [] },
        ]
        appends.forEach(({ version, x, loss }, number) => {
          // Usually the newest, so that tables get long.
          const place = version % 3 === 0 ? version % versions.length : versions.length - 1
          const from = versions[place] as (typeof versions)[number]
          const trial = finished(number, x, loss)
          versions.push({ table: from.table.append(trial), trials: [...from.trials, trial] })
        })
        for (const { table, trials } of versions) {
          const fits = trials.filter(({ params }) => (params.x as number) >= 0 && (params.x as number) <= 10)
          expect(columns(table)).toEqual({
            count: fits.length,
            incompatible: trials.length - fits.length,
            numbers: fits.map(({ number }) => number),
            units: fits.flatMap(({ number, params }) => [
              (params.x as number) / 10,
              ...kindOf(number),
              number % 2 === 0 ? Number.NaN : 0.25,
            ]),
            values: fits.map((trial) => (trial.state === 'completed' ? (trial.values.loss as number) : Number.NaN)),
          })
        }
      }),
    )
  })

  it('shares its memory along one line of versions', () => {
    let table = new FinishedTable({ space: SPACE, metrics: ['loss'], constraints: [] })
    for (let number = 0; number < 1_000; number += 1) table = table.append(finished(number, 1, number))
    const next = table.append(finished(1_000, 1, 1_000))
    expect(next.units.buffer).toBe(table.units.buffer)
    expect(next.values.buffer).toBe(table.values.buffer)
    const other = table.append(finished(2_000, 2, 2_000))
    expect(other.units.buffer).not.toBe(table.units.buffer)
    expect(next.numbers.at(-1)).toBe(1_000)
  })
})

/** The coordinate of the choice, from its domain, since its encoding belongs to the space. */
const kindOf = (number: number) => [SPACE.dimensions[1]?.domain.toUnit(number % 2 === 0 ? 'plain' : 'fancy') as number]
