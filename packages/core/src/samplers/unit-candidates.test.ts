import { describe, expect, it } from 'vitest'
import { foldIn, keyFromSeed, randomStream } from '../math/random.ts'
import { featureColumns } from '../models/features.ts'
import { decodeParams, encodeParams } from '../space/encode.ts'
import { boolean, choice, float, int } from '../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { isValidParams } from '../space/validate.ts'
import { completed, History } from '../testing/sampler-cases/history.ts'
import { type Candidate, unitCandidates } from './unit-candidates.ts'

const search = space({
  rate: float(1e-5, 1, { scale: 'log' }),
  drop: float(0, 0.7),
  step: float(0, 1, { step: 0.25 }),
  units: int(8, 512, { scale: 'log' }),
  optimizer: choice(['adam', 'sgd', 'lion']),
  nesterov: boolean(),
}) as SearchSpace
const columns = featureColumns(search)
const stream = randomStream(keyFromSeed(3))
const uniform = () => Float64Array.from({ length: 6 }, () => stream.uniform())

describe('the candidates of a space without conditions and constraints', () => {
  const history = new History(search)
  const candidates = unitCandidates(history.snapshot, columns, [])

  it('equal those decoded from params', () => {
    for (let i = 0; i < 300; i++) {
      const point = uniform()
      const candidate = candidates.sample(point) as Candidate
      const params = decodeParams(search, point)
      const unit = encodeParams(search, params) as Float64Array
      expect(isValidParams(search, candidate.params)).toBe(true)
      candidate.unit.forEach((x, k) => {
        expect(x).toBeCloseTo(unit[k] as number, 12)
      })
      // Coordinates that are not continuous are exactly equal.
      for (const name of ['step', 'units', 'optimizer', 'nesterov']) {
        expect(candidate.params[name]).toBe(params[name])
      }
      expect(candidate.params.rate).toBeCloseTo(params.rate as number, 10)
    }
  })

  it('detect tried points exactly', () => {
    for (let i = 0; i < 100; i++) {
      const tried = candidates.sample(uniform()) as Candidate
      const after = new History(search).run(tried.params, completed(1))
      const left = unitCandidates(after.snapshot, columns, [])
      const again = left.sample(encodeParams(search, tried.params) as Float64Array) as Candidate
      expect(left.isTried(again)).toBe(true)
      expect(left.isTried(left.sample(uniform()) as Candidate)).toBe(false)
      expect(unitCandidates(history.snapshot, columns, [tried.params]).isTried(again)).toBe(true)
      expect(candidates.isTried(again)).toBe(false)
    }
  })
})

describe('the candidates of a region', () => {
  it('are within half its length of the center, and usually have its choices', () => {
    const center = encodeParams(
      search,
      decodeParams(search, Float64Array.of(0.9, 0.5, 0.5, 0.1, 0.5, 0.2)),
    ) as Float64Array
    const region = unitCandidates(new History(search).snapshot, columns, [], undefined, { center, length: 0.4 })
    const mutations = randomStream(foldIn(keyFromSeed(1), 'mutations'))
    let candidate = region.sample(uniform()) as Candidate
    let same = 0
    for (let i = 0; i < 200; i++) {
      for (const k of [0, 1]) {
        expect(Math.abs((candidate.unit[k] as number) - (center[k] as number))).toBeLessThanOrEqual(0.2 + 1e-12)
      }
      if (candidate.unit[4] === center[4]) same++
      candidate = (i % 2 === 0 ? region.mutate(candidate, mutations, 0.5) : region.sample(uniform())) ?? candidate
    }
    expect(same).toBeGreaterThan(100)
  })
})
