import { describe, expect, it } from 'vitest'
import { replay } from '../journal/replay.ts'
import { enumerateParams } from '../space/grid/enumerate.ts'
import { gridOf } from '../space/grid/grid-of.ts'
import { jsonKey } from '../space/json-value.ts'
import { boolean, choice, float, int } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import { foreignSnapshot } from '../testing/foreign-snapshot.ts'
import { completed, History, search } from '../testing/sampler-cases/history.ts'
import { samplerCases } from '../testing/sampler-suite.ts'
import { type GridSamplerOptions, gridSampler } from './grid.ts'

const triedIn = ({ snapshot }: History): readonly unknown[] => [...snapshot.trials].map(({ params }) => params)
const run = (declared: SearchSpace, options?: GridSamplerOptions, trials = 1_000) =>
  search(new History(declared), gridSampler(options), () => completed(1), { trials })

const layers = space({
  layers: int(1, 3),
  optimizer: choice({ sgd: { momentum: float(0, 0.9, { step: 0.3 }) }, adam: {} }),
}) as SearchSpace

describe('gridSampler', () => {
  const make = () => gridSampler({ points: 3, limit: Number.POSITIVE_INFINITY })
  it.each(samplerCases(make, { learns: false }))('$name', ({ run: check }) => check())

  it('tries every combination once, in order, the last parameter fastest', async () => {
    const declared = space({ a: choice(['x', 'y']), b: int(1, 3), c: boolean() }) as SearchSpace
    const expected = ['x', 'y'].flatMap((a) =>
      [1, 2, 3].flatMap((b) => [false, true].map((c): Params => ({ a, b, c }))),
    )
    expect(triedIn(await run(declared))).toEqual(expected)
  })

  it('ends after one trial if the objective asks for no parameter', async () => {
    const history = new History(null)
    expect(await history.ask(gridSampler(), 1)).toHaveLength(1)
    history.finish(history.start({}), completed(1))
    expect(await history.ask(gridSampler(), 1)).toHaveLength(0)
  })

  it('explains the position in the grid', async () => {
    const [, second] = await new History(layers).ask(gridSampler(), 2)
    expect(second?.explanation).toEqual({ sampler: 'grid', phase: '2 of 15' })
  })

  it('counts inactive parameters once', async () => {
    // 3 layers × (4 values of the momentum + adam).
    expect(triedIn(await run(layers))).toHaveLength(15)
  })

  it('takes `points` values of a range, including its ends, evenly on its scale', async () => {
    const declared = space({ rate: float(1e-4, 1, { log: true }), n: int(0, 100), few: int(1, 2) }) as SearchSpace
    const tried = triedIn(await run(declared, { points: { rate: 3, n: 5 } })) as readonly Params[]
    expect(tried).toHaveLength(3 * 5 * 2)
    expect([...new Set(tried.map(({ rate }) => (rate as number).toPrecision(6)))]).toEqual([
      '0.000100000',
      '0.0100000',
      '1.00000',
    ])
    expect([...new Set(tried.map(({ n }) => n))]).toEqual([0, 25, 50, 75, 100])
  })

  it('uses the given `values`', async () => {
    const declared = space({ rate: float(0, 1), n: int(1, 9) }) as SearchSpace
    expect(triedIn(await run(declared, { values: { rate: [0.5, 0.1], n: [7] } }))).toEqual([
      { rate: 0.5, n: 7 },
      { rate: 0.1, n: 7 },
    ])
    expect(() => gridSampler({ values: { rate: [2] }, points: 1 }).advise?.(declared, 5)).toThrow('ERR_INVALID_PARAMS')
    expect(() => gridSampler({ points: { nothing: 3 } }).advise?.(declared, 5)).toThrow('ERR_INVALID_ARGUMENT')
  })

  it('skips combinations that violate constraints', async () => {
    const declared = space({ a: int(1, 4), b: int(1, 4) }, { constraints: [({ a, b }) => a < b] }) as SearchSpace
    expect(triedIn(await run(declared))).toEqual([...enumerateParams(gridOf(declared))])
    expect([...enumerateParams(gridOf(declared))]).toHaveLength(6)
  })

  it('advises that there are more combinations than trials, or very many', () => {
    const hundred = space({ a: int(1, 10), b: int(1, 10) }) as SearchSpace
    const many = space({ a: int(1, 100), b: int(1, 100) }) as SearchSpace
    const { advise } = gridSampler()
    expect(advise?.(hundred, 100)).toEqual([])
    expect(advise?.(hundred, undefined)).toEqual([])
    expect(advise?.(hundred, 99)).toEqual(['The grid has 100 combinations; only the first 99 will be tried.'])
    expect(advise?.(many, undefined)).toEqual([
      'The grid has 10,000 combinations, and each takes a trial. Random or Bayesian search needs far fewer.',
    ])
    expect(advise?.(many, 10_000)).toHaveLength(1)
    expect(advise?.(space({ a: int(1, 1_000) }), undefined)).toEqual([])
    expect(advise?.(space({ a: int(1, 1_001) }), undefined)).toHaveLength(1)
  })

  it('throws for a continuous parameter without points, and for more combinations than its limit', async () => {
    const continuous = space({ x: float(0, 1) }) as SearchSpace
    const square = space({ a: int(1, 1_001), b: int(1, 1_000) }) as SearchSpace
    const huge = space(
      Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`x${i}`, int(1, 1_000)])),
    ) as SearchSpace
    expect(() => gridSampler().advise?.(continuous, 10)).toThrow('ERR_SPACE_NOT_FINITE')
    await expect(new History(continuous).ask(gridSampler())).rejects.toThrow('ERR_SPACE_NOT_FINITE')
    expect(() => gridSampler().advise?.(square, 10)).toThrow('1,001,000 combinations, more than the limit of 1,000,000')
    expect(() => gridSampler().advise?.(huge, 10)).toThrow('ERR_GRID_TOO_LARGE')
    await expect(new History(square).ask(gridSampler())).rejects.toThrow('ERR_GRID_TOO_LARGE')
    expect(gridSampler({ limit: 2_000_000 }).advise?.(square, undefined)).toHaveLength(1)
    expect(() => gridSampler({ limit: 5 }).advise?.(layers, 10)).toThrow('ERR_GRID_TOO_LARGE')
    for (const limit of [0, -1, Number.NaN]) expect(() => gridSampler({ limit })).toThrow('ERR_INVALID_ARGUMENT')
  })

  it('continues after a restart, and leaves interrupted trials to others', async () => {
    const before = await run(layers, {}, 6)
    before.start((await before.ask(gridSampler()))[0]?.params as Params)
    const sampler = gridSampler()
    const reread = replay(before.events)
    const numbers = Array.from({ length: 20 }, (_, index) => 7 + index)
    const rest = await sampler.suggest(reread, { numbers, key: reread.key })
    expect([...triedIn(before), ...rest.map(({ params }) => params)]).toEqual([...enumerateParams(gridOf(layers))])
  })

  it('gives several processes on one journal, each with its own sampler, all combinations once', async () => {
    const history = new History(layers)
    const samplers = [gridSampler(), gridSampler(), gridSampler()]
    const running: number[] = []
    for (let turn = 0; ; turn += 1) {
      const [suggestion] = await history.ask(samplers[turn % 3] as (typeof samplers)[0])
      if (!suggestion) break
      running.push(history.start(suggestion.params))
      if (turn % 2 === 1) history.finish(running.shift() as number, completed(turn))
    }
    expect(triedIn(history).map((params) => jsonKey(params as Params))).toEqual(
      [...enumerateParams(gridOf(layers))].map(jsonKey),
    )
  })

  it('later tries combinations that were skipped for given values', async () => {
    const history = new History(layers)
    const sampler = gridSampler()
    const [adam] = await history.ask(sampler, 1, { optimizer: 'adam', layers: 2 })
    history.start(adam?.params as Params)
    await search(history, sampler, () => completed(1), { trials: 50 })
    expect(new Set(triedIn(history).map((params) => jsonKey(params as Params))).size).toBe(15)
    expect(triedIn(history)).toHaveLength(15)
    expect(triedIn(history)[1]).toEqual({ layers: 1, optimizer: 'sgd', momentum: 0 })
  })

  it('does not block the event loop while it looks for given values, and sees at once that they are not on the grid', async () => {
    const cube = space({ a: float(0, 1), b: float(0, 1), c: float(0, 1) })
    const sampler = gridSampler({ points: 40 })
    const { snapshot } = await createStudy({ space: cube, sampler })
    let pauses = 0
    const request = { numbers: [0], key: snapshot.key, pause: () => void (pauses += 1) }
    expect(await sampler.suggest(snapshot, { ...request, known: { a: 0.123456 } })).toEqual([])
    expect(pauses).toBe(0)
    const [last] = await sampler.suggest(snapshot, { ...request, known: { a: 1, b: 1, c: 1 } })
    expect(last?.params).toEqual({ a: 1, b: 1, c: 1 })
    expect(pauses).toBeGreaterThan(50)
  })

  it('counts values that snap to the same value once', async () => {
    const steps = space({ x: float(0, 1, { step: 0.1 }) })
    const study = await createStudy({ space: steps, sampler: gridSampler({ values: { x: [0.3, 3 * 0.1] } }) })
    expect(await study.optimize(({ params }) => params.x)).toMatchObject({ reason: 'exhausted' })
    expect(study.trials).toHaveLength(1)
    expect(study.trials[0]?.suggestion?.phase).toBe('1 of 1')
  })

  it('continues from its position instead of scanning 100,000 combinations for each trial', async () => {
    let looks = 0
    const declared = space(
      { a: int(1, 1_000), b: int(1, 100) },
      {
        constraints: [
          {
            description: 'a > 500',
            holds: ({ a }) => {
              looks += 1
              return a > 500
            },
          },
        ],
      },
    ) as SearchSpace
    await search(new History(declared), gridSampler(), () => completed(1), { trials: 50 })
    expect(looks).toBeGreaterThan(50_000)
    expect(looks).toBeLessThan(51_000)
  })

  it('does not scan tried combinations again for each trial', async () => {
    const history = new History(space({ a: int(1, 100) }))
    const sampler = gridSampler()
    let looks = 0
    for (let trial = 0; trial < 90; trial += 1) {
      const { snapshot } = history
      const tried = (params: Params) => {
        looks += 1
        return snapshot.tried(params)
      }
      const request = { numbers: [trial], key: snapshot.key }
      const [suggestion] = await sampler.suggest({ ...foreignSnapshot(snapshot), tried }, request)
      history.run(suggestion?.params as Params, completed(1))
    }
    expect(triedIn(history)).toHaveLength(90)
    expect(looks).toBeLessThanOrEqual(3 * 90)
  })
})
