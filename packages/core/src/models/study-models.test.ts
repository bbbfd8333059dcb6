import { describe, expect, it } from 'vitest'
import { runSync } from '../math/cooperative.ts'
import { keyFromSeed } from '../math/random.ts'
import { paretoFront } from '../pareto/dominance.ts'
import { float } from '../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { gaussianProcess } from '../surrogates/gaussian-process/gaussian-process.ts'
import { completed, History, type HistoryOptions } from '../testing/sampler-cases/history.ts'
import { modelSource } from './model-source.ts'
import { searchModels, studyModels } from './study-models.ts'

const line: SearchSpace = space({ x: float(0, 1) })
const directions = { loss: 'minimize', gain: 'maximize' } as const
const surrogate = gaussianProcess()

const sourceOf = ({ snapshot }: History) => modelSource(snapshot, surrogate)
const modelsOf = (history: History, metrics: readonly string[], noisy = false) =>
  runSync(studyModels(sourceOf(history), { metrics, noisy }))

/** Two objectives with trade-offs between 0.2 and 0.8, measured at 0, 0.1, …, 1. */
function tradeOff(
  options: HistoryOptions = {},
  measure: (x: number) => { readonly [name: string]: number } = () => ({}),
) {
  const history = new History(line, { directions, ...options })
  for (let i = 0; i <= 10; i += 1) {
    const x = i / 10
    const values = { loss: (x - 0.2) ** 2, gain: 100 - 50 * (x - 0.8) ** 2, ...measure(x) }
    history.run({ x }, { state: 'completed', values })
  }
  return history
}

const numbersOf = (models: ReturnType<typeof modelsOf>) =>
  models?.incumbent?.kind === 'front' ? models.incumbent.points.map(({ number }) => number) : undefined

describe('studyModels of several objectives', () => {
  it('fits each requested metric', () => {
    const { objectives, scalarized } = modelsOf(tradeOff(), ['loss', 'gain'])!
    expect([...objectives.keys()]).toEqual(['loss', 'gain'])
    expect(scalarized).toBeUndefined()
    for (const x of [0.05, 0.33, 0.85]) {
      expect(objectives.get('loss')!.predict(Float64Array.of(x)).mean).toBeCloseTo((x - 0.2) ** 2, 1)
      expect(objectives.get('gain')!.predict(Float64Array.of(x)).mean / 100).toBeCloseTo(1 - (x - 0.8) ** 2 / 2, 1)
    }
    expect([...objectives.get('gain')!.means(Float64Array.of(0.8, 0), 2)]).toEqual([
      expect.closeTo(100, 0),
      expect.closeTo(68, 0),
    ])
  })

  it('has the front as incumbent, with posterior means in the unit of each metric', () => {
    const models = modelsOf(tradeOff(), ['loss', 'gain'])
    expect(numbersOf(models)).toEqual([2, 3, 4, 5, 6, 7, 8])
    const [first] = models?.incumbent?.kind === 'front' ? models.incumbent.points : []
    expect(first?.means.loss).toBeCloseTo(0, 2)
    expect(first?.means.gain).toBeCloseTo(82, 0)
  })

  it('has no infeasible trial on the front', () => {
    const history = tradeOff({ constraints: { memory: { atMost: 5.5 } } }, (x) => ({ memory: 10 * x }))
    expect(numbersOf(modelsOf(history, ['loss', 'gain']))).toEqual([2, 3, 4, 5])
    const infeasible = tradeOff({ constraints: { memory: { atMost: -1 } } }, (x) => ({ memory: 10 * x }))
    expect(modelsOf(infeasible, ['loss', 'gain'])?.incumbent).toBeUndefined()
  })

  it('does not trust a lucky trial', () => {
    const history = tradeOff()
    for (const loss of [-0.5, 1.8, 0.6, 0.7]) history.run({ x: 1 }, { state: 'completed', values: { loss, gain: 98 } })
    const lucky = 11
    expect(paretoFront(history.snapshot).map(({ number }) => number)).toContain(lucky)
    expect(numbersOf(modelsOf(history, ['loss', 'gain'], true))).not.toContain(lucky)
  })

  it('has no model for a metric without values, and then no front', () => {
    const history = new History(line, { directions })
    for (const x of [0.1, 0.5]) {
      const number = history.start({ x })
      history.report(number, 0, { loss: x }).finish(number, { state: 'pruned' })
    }
    const models = modelsOf(history, ['loss', 'gain'])!
    expect([...models.objectives.keys()]).toEqual(['loss'])
    expect(models.incumbent).toBeUndefined()
  })

  it('fits only requested metrics', () => {
    const models = modelsOf(tradeOff(), ['gain'])!
    expect([...models.objectives.keys()]).toEqual(['gain'])
    expect(models.incumbent).toMatchObject({ kind: 'best', order: expect.arrayContaining([8]) })
  })
})

describe('searchModels', () => {
  it('combines several metrics by random weights', () => {
    const target = { weights: keyFromSeed(2) }
    const models = runSync(searchModels(sourceOf(tradeOff()), { target, noisy: false }))!
    expect(models.objectives.size).toBe(0)
    expect(models.incumbent?.objective).toBe(models.scalarized)
    expect(models.incumbent?.order).toHaveLength(11)
    // The best is a trade-off for any weights.
    expect(models.incumbent?.order[0]).toBeGreaterThanOrEqual(2)
    expect(models.incumbent?.order[0]).toBeLessThanOrEqual(8)
  })

  it('fits success alone while no trial has a value, and nothing before', () => {
    const history = new History(line)
    const learned = () => runSync(searchModels(sourceOf(history), { target: { metric: 'value' }, noisy: false }))
    history.run({ x: 0.1 }, { state: 'failed', reason: 'error' })
    expect(learned()).toBeUndefined()
    history.run({ x: 0.9 }, { state: 'pruned' })
    expect(learned()).toMatchObject({ incumbent: undefined, objectives: new Map(), feasibility: [{}] })
    history.run({ x: 0.8 }, completed(1)).run({ x: 0.7 }, completed(2))
    expect(learned()?.incumbent).toMatchObject({ kind: 'best', order: [0, 1] })
  })
})
