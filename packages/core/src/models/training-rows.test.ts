import { describe, expect, it } from 'vitest'
import { runSync } from '../math/cooperative.ts'
import { float } from '../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { History } from '../testing/sampler-cases/history.ts'
import type { MetricValues } from '../trial/measurement.ts'
import { featureColumns } from './features.ts'
import { objectiveRows } from './training-rows.ts'

const line: SearchSpace = space({ x: float(0, 1) })

/** Adds a trial at `x` that reported these values and was then pruned. */
function prune(history: History, x: number, reports: readonly MetricValues[]): void {
  const number = history.start({ x })
  reports.forEach((values, step) => history.report(number, step, values))
  history.finish(number, { state: 'pruned' })
}

const dataOf = ({ snapshot }: History, metric: string) => {
  const { values, numbers } = runSync(objectiveRows(snapshot, featureColumns(line), { metric }))
  return { values: [...values], numbers: [...numbers] }
}

describe('the rows of a metric', () => {
  it('include pruned trials with their last reported value, even if other metrics came later', () => {
    const history = new History(line, { directions: { value: 'maximize' } })
    history.run({ x: 0.1 }, { state: 'completed', values: { value: 4 } })
    prune(history, 0.2, [{ value: 1 }, { value: 2 }, { other: 9 }])
    prune(history, 0.3, [{ other: 3 }])
    prune(history, 0.4, [{ value: 1 }, { value: Number.POSITIVE_INFINITY }])
    prune(history, 0.5, [])
    expect(dataOf(history, 'value')).toEqual({ values: [-4, -2], numbers: [0, 1] })
  })

  it('exclude failed trials, even with reported values', () => {
    const history = new History(line)
    const number = history.start({ x: 0.1 })
    history.report(number, 0, { value: 1 }).finish(number, { state: 'failed', reason: 'error' })
    expect(dataOf(history, 'value')).toEqual({ values: [], numbers: [] })
  })
})

describe('the rows of many trials', () => {
  it('are made in steps between which others run', () => {
    const history = new History(line)
    for (let trial = 0; trial < 3_000; trial += 1) {
      history.run({ x: trial / 3_000 }, { state: 'completed', values: { value: trial } })
    }
    const columns = featureColumns(line)
    const computation = objectiveRows(history.snapshot, columns, { metric: 'value' })
    let steps = 0
    for (let next = computation.next(); !next.done; next = computation.next()) steps += 1
    expect(steps).toBeGreaterThanOrEqual(3)
    const rows = runSync(objectiveRows(history.snapshot, columns, { metric: 'value' }))
    expect(rows.features).toEqual(Float64Array.from({ length: 3_000 }, (_, trial) => trial / 3_000))
  })
})
