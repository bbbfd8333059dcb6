import { describe, expect, it } from 'vitest'
import { keyFromSeed } from '../math/random.ts'
import { gridSampler } from '../samplers/grid.ts'
import { randomSampler } from '../samplers/random.ts'
import { createStudy } from '../study/create-study.ts'
import type { Trial } from '../study/live/trial.ts'
import type { Condition } from './conditions/conditions.ts'
import { decodeParams, encodeParams } from './encode.ts'
import { cardinality } from './grid/enumerate.ts'
import { gridOf } from './grid/grid-of.ts'
import { spaceFromJson, spaceToJson } from './json.ts'
import { choice, float, type Shape } from './parameters/parameter.ts'
import { sampleParams } from './sample.ts'
import { buildSpace, type SearchSpace, space } from './search-space.ts'

/** Nested choices. */
function nested(depth: number): SearchSpace {
  let shape: Shape = { x: float(0, 1) }
  for (let level = depth; level > 0; level -= 1) shape = { [`c${level}`]: choice({ on: shape, off: {} }) }
  return space(shape) as SearchSpace
}

/** The same space by conditions, without the last parameter. */
const chain = (depth: number): SearchSpace =>
  buildSpace(
    Array.from({ length: depth }, (_, level) => ({
      name: `c${level}`,
      parameter: choice(['on', 'off']),
      conditions: level === 0 ? [] : [{ parameter: `c${level - 1}`, test: { in: ['on'] } } satisfies Condition],
    })),
  )

describe('nested branches', () => {
  it('work 250 levels deep', () => {
    const deep = nested(250)
    expect(deep.dimensions).toHaveLength(251)
    expect(deep.dimensions[250]?.conditions).toHaveLength(250)
    const all = decodeParams(deep, new Float64Array(251))
    expect(Object.keys(all)).toHaveLength(251)
    expect(encodeParams(deep, all)).toBeDefined()
    expect(spaceFromJson(spaceToJson(deep)).dimensions).toHaveLength(251)
    expect(gridOf(deep, { points: 2 }).size).toBe(252)
  })

  it.each([251, 1_000, 10_000])('throw with advice %d levels deep', (depth) => {
    expect(() => nested(depth)).toThrow(/nested more than 250 levels deep.*`when`.*ERR_INVALID_ARGUMENT/s)
  })

  it('accept a given parameter inside them', async () => {
    const study = await createStudy({ space: nested(100), sampler: randomSampler(), seed: 1 })
    await study.enqueue({ c40: 'off' })
    await study.optimize(() => 1, { trials: 1 })
    expect(study.trials[0]?.params).toBeDefined()
  })
})

describe('conditions on conditions', () => {
  it('can be sampled and counted 1,000 levels deep', () => {
    const deep = chain(1_000)
    expect(cardinality(deep)).toBe(1_001)
    expect(Object.keys(gridOf(deep).at(0))).toHaveLength(1_000)
    expect(sampleParams(deep, keyFromSeed(1))).toMatchObject({ c0: expect.any(String) as unknown })
  })

  it('can be sampled but not enumerated 2,500 levels deep', () => {
    const deep = chain(2_500)
    expect(cardinality(deep)).toBe(Number.POSITIVE_INFINITY)
    expect(() => gridOf(deep)).toThrow('ERR_GRID_TOO_LARGE')
    expect(sampleParams(deep, keyFromSeed(1))).toMatchObject({ c0: expect.any(String) as unknown })
  })
})

describe('an objective that asks for one parameter after another', () => {
  const objective = (trial: Trial) => {
    let depth = 0
    while (depth < 1_000 && trial.choice(`c${depth}`, ['on', 'off'], { default: 'on' }) === 'on') depth += 1
    return depth
  }

  it('works 1,000 levels deep', async () => {
    const study = await createStudy({ sampler: randomSampler(), seed: 1 })
    expect(await study.optimize(objective, { trials: 5 })).toEqual({ reason: 'trials', trialCount: 5 })
    expect(study.trials[0]).toMatchObject({ values: { value: 1_000 } })
    expect(study.space.dimensions).toHaveLength(1_000)
  })

  it('rejects if it is too deep for a grid', async () => {
    const study = await createStudy({ sampler: gridSampler(), seed: 1 })
    await expect(study.optimize(objective, { trials: 5 })).rejects.toThrow('ERR_GRID_TOO_LARGE')
  })

  it('stores 10,000 asks of one trial in one event', async () => {
    const study = await createStudy({ sampler: randomSampler(), seed: 1 })
    const objective = (trial: Trial) => {
      let sum = 0
      for (let index = 0; index < 10_000; index += 1) sum += trial.float(`p${index}`, 0, 1)
      return sum
    }
    await study.optimize(objective, { trials: 3 })
    // The study was created; each trial started and ended, and the first one asked.
    expect(study.snapshot.position).toBe(1 + 3 * 2 + 1)
    expect(study.snapshot.finishedTrials.count).toBe(3)
    expect(study.space.dimensions).toHaveLength(10_000)
  })
})
