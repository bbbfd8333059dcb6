import { describe, expect, it } from 'vitest'
import { runSync } from '../math/cooperative.ts'
import { keyFromSeed } from '../math/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { gaussianProcess } from '../surrogates/gaussian-process/gaussian-process.ts'
import { completed, History } from '../testing/sampler-cases/history.ts'
import { modelSource } from './model-source.ts'
import { searchModels } from './search-models.ts'

const line: SearchSpace = space({ x: float(0, 1) })
const surrogate = gaussianProcess()

const sourceOf = ({ snapshot }: History) => modelSource(snapshot, surrogate)
/** Two objectives with trade-offs between 0.2 and 0.8, measured at 0, 0.1, …, 1. */
function tradeOff(): History {
  const history = new History(line, { directions: { loss: 'minimize', gain: 'maximize' } })
  for (let i = 0; i <= 10; i += 1) {
    const x = i / 10
    history.run({ x }, { state: 'completed', values: { loss: (x - 0.2) ** 2, gain: 100 - 50 * (x - 0.8) ** 2 } })
  }
  return history
}

describe('searchModels', () => {
  it('combines several metrics by random weights', () => {
    const target = { weights: keyFromSeed(2) }
    const models = runSync(searchModels(sourceOf(tradeOff()), { target, noisy: false }))!
    expect(models.metricModel).toBeUndefined()
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
    expect(learned()).toMatchObject({ incumbent: undefined, metricModel: undefined, feasibility: [{}] })
    history.run({ x: 0.8 }, completed(1)).run({ x: 0.7 }, completed(2))
    const models = learned()
    expect(models?.incumbent?.order).toEqual([0, 1])
    expect(models?.incumbent?.objective).toBe(models?.metricModel)
  })
})
