import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boolean, choice, float, int } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import { prediction } from './prediction.ts'
import { surrogateSlice } from './surrogate-slice.ts'

describe('prediction', () => {
  it('equals surrogateSlice at each of its points', async () => {
    const study = await createStudy({
      space: space({ x: float(0, 1), flag: boolean() }),
      direction: 'maximize',
      seed: 4,
    })
    const objective = (x: number, flag: boolean) => 50 + Math.sin(6 * x) + (flag ? x : 0)
    await study.optimize(({ params: { x, flag } }) => objective(x, flag), { trials: 12 })
    const { points = [] } = surrogateSlice(study.snapshot, { parameter: 'x', resolution: 21 }) ?? {}
    expect(points).toHaveLength(21)
    for (const { at, mean, low, high } of points) {
      const expected = study.predict({ x: at, flag: study.best.params.flag })
      expect(expected).toEqual({ mean, low, high, sd: expect.closeTo((high - low) / 2, 10) })
      expect(prediction(study.snapshot, { x: at, flag: study.best.params.flag })).toEqual(expected)
    }
  })

  it('equals the prediction of the sampler for the next trial', async () => {
    const study = await createStudy({ space: space({ x: float(-1, 2), n: int(1, 4) }), seed: 9 })
    await study.optimize(({ params: { x, n } }) => (x - 1) ** 2 + n, { trials: 9 })
    const before = study.snapshot
    const { params, suggestion } = await study.ask()
    const { mean, sd } = prediction(before, params) ?? {}
    expect(suggestion?.predicted).toEqual({ mean, sd })
  })

  it('generalises: close to the truth, and within its bounds, at untried points', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1), y: float(0, 1) }), seed: 1 })
    const truth = (x: number, y: number) => 100 * (1 + (x - 0.3) ** 2 + 0.5 * x * y)
    await study.optimize(({ params: { x, y } }) => truth(x, y), { trials: 30 })
    const { x, y } = study.best.params
    for (const [dx, dy] of [
      [0.05, 0],
      [0, 0.05],
      [0.05, 0.1],
    ] as const) {
      const place = { x: x + dx, y: y + dy }
      const { mean = 0, sd = 0, low = 0, high = 0 } = study.predict(place) ?? {}
      expect(Math.abs(mean - truth(place.x, place.y))).toBeLessThan(1)
      expect(sd).toBeGreaterThan(0)
      expect(low).toBeLessThan(mean)
      expect(high).toBeGreaterThan(mean)
    }
  })

  it('predicts in each branch of a conditional space, also in an untried one', async () => {
    const study = await createStudy({
      seed: 1,
      space: space({ kind: choice({ a: { depth: int(1, 9) }, b: {}, c: {} }) }),
    })
    for (const depth of [1, 3, 5, 7, 9]) await study.add({ kind: 'a', depth }, depth)
    await study.add({ kind: 'b' }, 20)
    const at = (depth: number) => study.predict({ kind: 'a', depth })?.mean ?? 0
    expect(at(2)).toBeLessThan(at(6))
    expect(study.predict({ kind: 'b' })?.mean).toBeGreaterThan(at(9))
    expect(study.predict({ kind: 'c' })?.sd).toBeGreaterThan(study.predict({ kind: 'a', depth: 3 })?.sd as number)
    for (const params of [{ kind: 'b', depth: 3 }, { kind: 'a' }, { kind: 'd' }, {}, null]) {
      expect(() => prediction(study.snapshot, params as never)).toThrow('ERR_INVALID_PARAMS')
    }
  })

  it('predicts one metric of several, with wider intervals if noise is given', async () => {
    const study = await createStudy({
      seed: 1,
      space: space({ x: float(0, 1) }),
      directions: { up: 'maximize', down: 'minimize' },
    })
    for (const x of [0, 0.2, 0.4, 0.6, 0.8, 1]) await study.add({ x }, { up: 10 * x, down: 5 - x })
    expect(study.predict({ x: 0.5 })?.mean).toBeCloseTo(5, 1)
    expect(study.predict({ x: 0.5 }, { metric: 'down' })?.mean).toBeCloseTo(4.5, 1)
    const sd = (options: object) => study.predict({ x: 0.5 }, options)?.sd as number
    expect(sd({ noisy: { sd: 3 } })).toBeGreaterThan(1.1 * sd({}))
    expect(() => study.predict({ x: 0.5 }, { metric: 'sideways' as never })).toThrow('ERR_UNKNOWN_METRIC')
    for (const noise of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => study.predict({ x: 0.5 }, { noisy: { sd: noise } })).toThrow('ERR_INVALID_ARGUMENT')
    }
  })

  it('returns undefined before two trials have values, or if nothing varies', async () => {
    const study = await createStudy({ seed: 1, space: space({ x: float(0, 1) }) })
    expect(study.predict({ x: 0.5 })).toBeUndefined()
    await study.add({ x: 0.1 }, 1)
    await study.add({ x: 0.2 }, { state: 'failed', error: 'out of memory' })
    expect(study.predict({ x: 0.1 })).toBeUndefined()
    await study.add({ x: 0.3 }, 2)
    expect(Math.abs((study.predict({ x: 0.1 })?.mean as number) - 1)).toBeLessThan(0.2)
    const still = await createStudy({ seed: 1, space: space({ one: int(3, 3) }) })
    await still.add({ one: 3 }, 1)
    await still.add({ one: 3 }, 2)
    expect(still.predict({ one: 3 })).toBeUndefined()
  })

  it('follows the direction and unit of the metric: predictions of −a·v − b are those of v, mirrored', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 9 }),
        fc.integer({ min: -9, max: 9 }),
        async (values, b) => {
          const search = space({ x: float(0, 1) })
          const down = await createStudy({ space: search, seed: 1 })
          const up = await createStudy({ space: search, direction: 'maximize', seed: 1 })
          for (const [i, value] of values.entries()) {
            const params = { x: (i * 0.618) % 1 }
            await down.add(params, value)
            await up.add(params, -4 * value - b)
          }
          const one = down.predict({ x: 0.4 }) as NonNullable<ReturnType<typeof down.predict>>
          const other = up.predict({ x: 0.4 })
          expect(other?.mean).toBeCloseTo(-4 * one.mean - b, 5)
          expect(other?.low).toBeCloseTo(-4 * one.high - b, 5)
          expect(other?.sd).toBeCloseTo(4 * one.sd, 5)
        },
      ),
      { numRuns: 15 },
    )
  })
})
