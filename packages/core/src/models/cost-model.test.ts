import { describe, expect, it } from 'vitest'
import { runSync } from '../math/cooperative.ts'
import { float } from '../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { gaussianProcess } from '../surrogates/gaussian-process/gaussian-process.ts'
import { completed, History } from '../testing/sampler-cases/history.ts'
import type { FinishedTrial } from '../trial/trial-record.ts'
import { type CostSource, costModel, costOf, spentOn } from './cost-model.ts'
import { modelSource } from './model-source.ts'

const line: SearchSpace = space({ x: float(0, 1) })
const hours: CostSource = { attribute: 'hours' }

/** A history of trials with costs. */
function withCosts(costs: readonly (readonly [x: number, hours: unknown])[]): History {
  const history = new History(line)
  for (const [x, cost] of costs) {
    const number = history.start({ x })
    history.finish(number, completed(x))
    history.append({ type: 'trial-annotated', number, attributes: { hours: cost as number }, at: 100 })
  }
  return history
}

const modelOf = ({ snapshot }: History) => runSync(costModel(modelSource(snapshot, gaussianProcess()), hours))

describe('the cost of a trial', () => {
  it('is its duration or an attribute, if that is a finite number above 0', () => {
    const trial = { startedAt: 1_000, finishedAt: 3_500, attributes: { hours: 2, none: 0, text: '3' } }
    const of = (source: CostSource) => costOf(trial as unknown as FinishedTrial, source)
    expect(of('duration')).toBe(2_500)
    expect(of(hours)).toBe(2)
    for (const attribute of ['none', 'text', 'missing', 'constructor']) expect(of({ attribute })).toBeNaN()
  })

  it('is summed over the finished trials', () => {
    const history = withCosts([
      [0.1, 2],
      [0.2, 'unknown'],
      [0.3, 0.5],
    ])
    const number = history.start({ x: 0.4 })
    expect(spentOn(history.snapshot, hours)).toBe(2.5)
    history.finish(number, { state: 'failed', reason: 'timeout' })
    history.append({ type: 'trial-annotated', number, attributes: { hours: 4 }, at: 200 })
    expect(spentOn(history.snapshot, hours)).toBe(6.5)
    expect(spentOn(history.snapshot, 'duration')).toBeGreaterThan(3)
  })
})

describe('costModel', () => {
  it('predicts the logarithms of the costs at trials, and interpolates between them', () => {
    const costs = Array.from({ length: 11 }, (_, i) => [i / 10, 100 ** (i / 10)] as const)
    const logs = modelOf(withCosts(costs))!(Float64Array.of(0, 0.55, 1), 3)
    expect([...logs].map((log) => Math.log10(Math.exp(log)))).toEqual(
      [0, 1.1, 2].map((exact) => expect.closeTo(exact, 1)),
    )
  })

  it('ignores trials without a cost, and needs two with one', () => {
    const one = withCosts([
      [0, 10],
      [0.5, -1],
      [1, 'dear'],
    ])
    expect(modelOf(one)).toBeUndefined()
    const two = withCosts([
      [0, 10],
      [0.5, -1],
      [1, 10],
    ])
    expect(modelOf(two)!(Float64Array.of(0.5), 1)[0]).toBeCloseTo(Math.log(10), 9)
  })
})
