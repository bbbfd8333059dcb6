import { describe, expect, it } from 'vitest'
import { featureColumns } from '../models/features.ts'
import { gpSampler } from '../samplers/gp.ts'
import { gridSampler } from '../samplers/grid.ts'
import { quasiRandomSampler } from '../samplers/quasi-random.ts'
import { randomSampler } from '../samplers/random.ts'
import { encodeParams } from '../space/encode.ts'
import { spaceFingerprint } from '../space/fingerprint.ts'
import { spaceFromJson, spaceToJson } from '../space/json.ts'
import { choice, distribution, float, int } from '../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { createStudy } from './create-study.ts'

const mixed = space({
  rate: float(0, Number.POSITIVE_INFINITY, { prior: distribution({ logNormal: { mean: Math.log(0.01), sd: 1 } }) }),
  width: int(8, 256, { multipleOf: 8, log: true }),
  bias: float(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, {
    prior: distribution({ normal: { mean: 0, sd: 1 } }),
  }),
  depth: choice([null, 2, 3, 4], { weights: [0.7, 0.1, 0.1, 0.1] }),
})

async function tried(sampler: ReturnType<typeof randomSampler>, trials: number) {
  const study = await createStudy({ space: mixed, sampler, seed: 3 })
  await study.optimize(
    ({ params }) =>
      Math.log(params.rate / 0.05) ** 2 +
      4 * (params.width / 192 - 1) ** 2 +
      (params.bias - 1.5) ** 2 +
      (params.depth === 3 ? 0 : 1),
    { trials },
  )
  return study
}

describe('a space with priors, multiples and weights', () => {
  it('is sampled by its distributions', async () => {
    for (const sampler of [randomSampler(), quasiRandomSampler()]) {
      const { trials } = await tried(sampler, 400)
      const params = trials.map((trial) => trial.params as typeof mixed.paramsType & object)
      const share = (holds: (of: (typeof params)[number]) => boolean) => params.filter(holds).length / params.length
      // Four standard errors of a share of 0.5 and of 0.7 in 400 independent samples.
      expect(Math.abs(share(({ rate }) => rate < 0.01) - 0.5)).toBeLessThan(0.1)
      // Φ(1) − Φ(−1)
      expect(Math.abs(share(({ bias }) => Math.abs(bias) < 1) - 0.6827)).toBeLessThan(0.093)
      expect(Math.abs(share(({ depth }) => depth === null) - 0.7)).toBeLessThan(0.092)
      expect(Math.abs(share(({ width }) => width < 44) - Math.log(44 / 8) / Math.log(32))).toBeLessThan(0.1)
      expect(params.every(({ width }) => width % 8 === 0)).toBe(true)
    }
  })

  it('is searched by a model better than at random', async () => {
    const [model, random] = [await tried(gpSampler(), 30), await tried(randomSampler(), 30)]
    expect(model.best?.value).toBeLessThan(0.5 * (random.best?.value as number))
    expect(model.best?.value).toBeLessThan(1.5)
  })

  it('round-trips through JSON, with an equal fingerprint', () => {
    const json = JSON.parse(JSON.stringify(spaceToJson(mixed)))
    const again = spaceFromJson(json)
    expect(spaceToJson(again)).toEqual(spaceToJson(mixed))
    expect(spaceFingerprint(again)).toBe(spaceFingerprint(mixed))
    const weighed = (weights: readonly number[]) => spaceFingerprint(space({ x: choice(['a', 'b'], { weights }) }))
    expect(weighed([1, 2])).toBe(spaceFingerprint(space({ x: choice(['b', 'a'], { weights: [2, 1] }) })))
    expect(weighed([1, 2])).not.toBe(weighed([2, 1]))
    expect(weighed([1, 1])).toBe(spaceFingerprint(space({ x: choice(['a', 'b']) })))
  })

  it('has the category of a weighted choice as feature, not its position', () => {
    const search: SearchSpace = space({ depth: choice(['a', 'b', 'c'], { weights: [8, 1, 1] }) })
    const columns = featureColumns(search)
    const features = ['a', 'b', 'c'].map((depth) => {
      const into = new Float64Array(1)
      columns.write(encodeParams(search, { depth }) as Float64Array, 0, into, 0)
      const unit = new Float64Array(1)
      columns.read(into, 0, unit)
      return [into[0], search.dimensions[0]?.domain.fromUnit(unit[0] as number)]
    })
    expect(features).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ])
  })

  it('can be enumerated if it is finite', async () => {
    const finite = space({
      count: int(0, 4, { prior: distribution({ normal: { mean: 2, sd: 1 } }) }),
      of: float(0, 1, { multipleOf: 0.5 }),
    })
    const study = await createStudy({ space: finite, sampler: gridSampler(), seed: 1 })
    await study.optimize(() => 1, { trials: 15 })
    expect(new Set(study.trials.map(({ params }) => JSON.stringify(params))).size).toBe(15)
  })

  it('can be asked for while running', async () => {
    const study = await createStudy({ sampler: randomSampler(), seed: 1 })
    await study.optimize(
      (trial) => {
        const scale = trial.float('scale', 0, Number.POSITIVE_INFINITY, {
          prior: distribution({ logNormal: { mean: 0, sd: 1 } }),
        })
        const width = trial.int('width', 8, 64, { multipleOf: 8 })
        return scale + width + trial.choice('offset', [0, 1], { weights: [9, 1] })
      },
      { trials: 5 },
    )
    const kinds = study.space.dimensions.map(({ parameter }) => ({ ...parameter }))
    expect(kinds).toEqual([
      expect.objectContaining({ prior: distribution({ logNormal: { mean: 0, sd: 1 } }) }),
      expect.objectContaining({ multipleOf: 8, low: 8, high: 64 }),
      expect.objectContaining({ weights: [9, 1] }),
    ])
  })
})
