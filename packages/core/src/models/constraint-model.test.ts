import { describe, expect, it } from 'vitest'
import { runSync } from '../math/cooperative.ts'
import { float } from '../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { gaussianProcess } from '../surrogates/gaussian-process/gaussian-process.ts'
import { History } from '../testing/sampler-cases/history.ts'
import type { OutcomeConstraint } from '../trial/constraint.ts'
import { constraintModel } from './constraint-model.ts'
import { modelSource } from './model-source.ts'

const line: SearchSpace = space({ x: float(0, 1) })

/** What is learned from 13 trials that measured `memory`, 10 x, under a bound. */
function learned(memory: OutcomeConstraint, places = Array.from({ length: 13 }, (_, i) => i / 12)) {
  const history = new History(line, { constraints: { other: { atMost: 1 }, memory } })
  for (const x of places) history.run({ x }, { state: 'completed', values: { value: x, memory: 10 * x } })
  return modelOf(history)
}

const modelOf = ({ snapshot }: History) =>
  runSync(constraintModel(modelSource(snapshot, gaussianProcess()), 'memory', false))

const probabilities = (model: ReturnType<typeof modelOf>, ...points: number[]) =>
  model!.logProbability(Float64Array.from(points), points.length).map(Math.exp)

describe('a model of a constraint', () => {
  it('is sure on either side of each bound, and in doubt between trials on different sides', () => {
    const below = probabilities(learned({ atMost: 5.4 }), 0.1, 0.4, 0.54, 0.7, 0.9)
    expect(below.map(Math.round)).toEqual(Float64Array.of(1, 1, below[2]! > 0.5 ? 1 : 0, 0, 0))
    expect(below[2]).toBeGreaterThan(0.05)
    expect(below[2]).toBeLessThan(0.95)
    const above = probabilities(learned({ atLeast: 5.4 }), 0.1, 0.4, 0.54, 0.7, 0.9)
    above.forEach((p, i) => expect(p).toBeCloseTo(1 - below[i]!, 6))
    const between = probabilities(learned({ atLeast: 2.4, atMost: 7.6 }), 0.05, 0.5, 0.95)
    expect(between.map(Math.round)).toEqual(Float64Array.of(0, 1, 0))
  })

  it('knows nothing far from few trials, as far as the prior goes', () => {
    // One trial, exactly on the bound, is at 0 of a process with mean 0: either side is as likely.
    for (const p of probabilities(learned({ atMost: 0 }, [0]), 0, 1)) expect(p).toBeCloseTo(0.5, 9)
    const [near, far] = probabilities(learned({ atMost: 0 }, [0.1]), 0.1, 1) as unknown as [number, number]
    expect(near).toBeLessThan(far)
    expect(far).toBeLessThan(0.5)
  })

  it('learns from whoever measured it, failed or not, and from nobody else', () => {
    const history = new History(line, { constraints: { memory: { atMost: 5 } } })
    history.run({ x: 0.5 }, { state: 'completed', values: { value: 1 } })
    history.run({ x: 0.6 }, { state: 'pruned' })
    expect(modelOf(history)).toBeUndefined()
    history.run({ x: 0 }, { state: 'failed', reason: 'not-finite', values: { value: Number.NaN, memory: 1 } })
    history.run({ x: 1 }, { state: 'completed', values: { value: 1, memory: 9 } })
    const [left, right] = probabilities(modelOf(history), 0, 1)
    expect(left).toBeGreaterThan(0.9)
    expect(right).toBeLessThan(0.1)
  })

  it('gives logarithms where the probability is too small to be written down', () => {
    const [log] = learned({ atMost: 1e-9 })!.logProbability(Float64Array.of(1), 1) as unknown as [number]
    expect(log).toBeLessThan(-800)
    expect(Number.isFinite(log)).toBe(true)
  })

  it('can be conditioned on violations, whatever was expected', () => {
    const model = learned({ atMost: -1 }, [0.3, 0.7])
    const [before] = probabilities(model, 0)
    const [after] = probabilities(model!.conditionOnViolation(Float64Array.of(0)), 0)
    expect(after).toBeLessThan(before! / 2)
  })
})
