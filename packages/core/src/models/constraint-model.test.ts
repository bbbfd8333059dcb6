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

/** The model of 13 trials that measured `memory`, 10 x, under a bound. */
function learned(memory: OutcomeConstraint, points = Array.from({ length: 13 }, (_, i) => i / 12)) {
  const history = new History(line, { constraints: { other: { atMost: 1 }, memory } })
  for (const x of points) history.run({ x }, { state: 'completed', values: { value: x, memory: 10 * x } })
  return modelOf(history)
}

const modelOf = ({ snapshot }: History) =>
  runSync(constraintModel(modelSource(snapshot, gaussianProcess()), 'memory', false))

const probabilities = (model: ReturnType<typeof modelOf>, ...points: number[]) =>
  model!.logProbability(Float64Array.from(points), points.length).map(Math.exp)

describe('constraintModel', () => {
  it('is certain on both sides of each bound, and uncertain between trials on different sides', () => {
    const below = probabilities(learned({ atMost: 5.4 }), 0.1, 0.4, 0.54, 0.7, 0.9)
    expect(below.map(Math.round)).toEqual(Float64Array.of(1, 1, below[2]! > 0.5 ? 1 : 0, 0, 0))
    expect(below[2]).toBeGreaterThan(0.05)
    expect(below[2]).toBeLessThan(0.95)
    const above = probabilities(learned({ atLeast: 5.4 }), 0.1, 0.4, 0.54, 0.7, 0.9)
    above.forEach((p, i) => expect(p).toBeCloseTo(1 - below[i]!, 6))
    const between = probabilities(learned({ atLeast: 2.4, atMost: 7.6 }), 0.05, 0.5, 0.95)
    expect(between.map(Math.round)).toEqual(Float64Array.of(0, 1, 0))
  })

  it('gives the prior probability far from few trials', () => {
    // One trial, exactly on the bound, is at 0, the prior mean: both sides are equally likely.
    for (const p of probabilities(learned({ atMost: 0 }, [0]), 0, 1)) expect(p).toBeCloseTo(0.5, 9)
    const [near, far] = probabilities(learned({ atMost: 0 }, [0.1]), 0.1, 1) as unknown as [number, number]
    expect(near).toBeLessThan(far)
    expect(far).toBeLessThan(0.5)
  })

  it('learns from all trials that measured the constraint, including failed ones', () => {
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

  it('gives finite logarithms where the probability underflows', () => {
    const [log] = learned({ atMost: 1e-9 })!.logProbability(Float64Array.of(1), 1) as unknown as [number]
    expect(log).toBeLessThan(-800)
    expect(Number.isFinite(log)).toBe(true)
  })

  it('can be conditioned on violations of any size', () => {
    const model = learned({ atMost: -1 }, [0.3, 0.7])
    const [before] = probabilities(model, 0)
    const [after] = probabilities(model!.conditionOnViolation(Float64Array.of(0)), 0)
    expect(after).toBeLessThan(before! / 2)
  })
})
