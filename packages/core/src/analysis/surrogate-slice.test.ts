import { describe, expect, it } from 'vitest'
import { gpSampler } from '../samplers/gp.ts'
import { boolean, choice, float, int } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import { surrogateSlice } from './surrogate-slice.ts'

describe('surrogateSlice', () => {
  it('equals the acquisition function of the sampler', async () => {
    // One integer from 0 to 30: the slice is the whole space, so it must agree with the explanation of the next trial.
    const study = await createStudy({ space: space({ n: int(0, 30) }), direction: 'maximize', seed: 1 })
    await study.optimize(({ params: { n } }) => -((n - 11) ** 2) / 10 + Math.sin(n), { trials: 7 })
    const before = surrogateSlice(study.snapshot, { parameter: 'n' })
    const { params, suggestion } = await study.ask()
    const point = before?.points.find(({ at }) => at === params.n)
    expect(suggestion?.acquisition?.name).toBe('log-ei')
    expect(point?.acquisition).toBeCloseTo(suggestion?.acquisition?.value as number, 10)
    expect(point?.mean).toBeCloseTo(suggestion?.predicted?.mean as number, 10)
    const tried = before?.trials.map(({ at }) => at) ?? []
    const untried = before?.points.filter(({ at }) => !tried.includes(at)).map(({ acquisition }) => acquisition) ?? []
    expect(point?.acquisition).toBe(Math.max(...untried))
  })

  it.each([
    ['log-ei', 15],
    ['feasibility', -1],
  ])('equals the acquisition function of the sampler with failures and constraints: %s', async (name, atMost) => {
    const study = await createStudy({
      space: space({ n: int(0, 30) }),
      constraints: { size: { atMost } },
      seed: 1,
    })
    const measured = (n: number) => ({ value: (n - 20) ** 2, size: n })
    await study.optimize(
      ({ params: { n }, number }) => (number === 2 ? { ...measured(n), value: Number.NaN } : measured(n)),
      { trials: 7 },
    )
    // A trial of another worker, which counts as finished.
    await study.ask()
    const before = surrogateSlice(study.snapshot, { parameter: 'n' })
    const { params, suggestion } = await study.ask()
    const point = before?.points.find(({ at }) => at === params.n)
    expect(suggestion?.acquisition?.name).toBe(name)
    expect(before?.acquisitionFunction).toBe(name)
    expect(point?.acquisition).toBeCloseTo(suggestion?.acquisition?.value as number, 10)
  })

  it.each([
    ['log-ei', 10, 0],
    ['ucb', 9, 0],
    ['exploration', 10, 7],
  ])(
    'equals the acquisition function of the sampler with priors, cost and noise: %s',
    async (name, trials, running) => {
      const options = {
        priors: { n: { around: 20, spread: 0.1 } },
        cost: { of: { attribute: 'price' }, budget: 1_000 },
        noisy: { sd: 0.3 },
      }
      const study = await createStudy({ space: space({ n: int(0, 60) }), sampler: gpSampler(options), seed: 1 })
      await study.optimize(
        (trial) => {
          trial.annotate('price', 1 + trial.params.n)
          return (trial.params.n - 40) ** 2 / 100
        },
        { trials },
      )
      for (let asked = 0; asked < running; asked += 1) await study.ask()
      const before = surrogateSlice(study.snapshot, { parameter: 'n', ...options })
      const blind = surrogateSlice(study.snapshot, { parameter: 'n' })
      const { params, suggestion } = await study.ask()
      const at = (points = before?.points) => points?.find((point) => point.at === params.n)
      expect(before?.acquisitionFunction).toBe(name)
      expect(suggestion?.acquisition?.name).toBe(name)
      expect(at()?.acquisition).toBeCloseTo(suggestion?.acquisition?.value as number, 10)
      expect(at()?.mean).toBeCloseTo(suggestion?.predicted?.mean as number, 10)
      expect(at(blind?.points)?.acquisition).not.toBeCloseTo(at()?.acquisition as number, 3)
    },
  )

  it('interpolates the trials and is uncertain between them, in the unit of the metric', async () => {
    const study = await createStudy({ seed: 1, space: space({ x: float(0, 1) }) })
    for (const x of [0, 0.25, 0.5, 0.75, 1]) await study.add({ x }, 1000 + 100 * Math.sin(5 * x))
    const { points = [], trials = [], through } = surrogateSlice(study.snapshot, { parameter: 'x' }) ?? {}
    expect(points).toHaveLength(101)
    expect(points.map(({ at }) => at)).toEqual(points.map((_, index) => expect.closeTo(index / 100, 12)))
    expect(trials.map(({ at }) => at)).toEqual([0, 0.25, 0.5, 0.75, 1])
    expect(through).toBe(4)
    const width = ({ low, high }: { low: number; high: number }) => high - low
    for (const [at, index] of [
      [0.25, 25],
      [0.5, 50],
      [0.75, 75],
    ] as const) {
      const point = points[index] as (typeof points)[number]
      expect(point.mean).toBeCloseTo(1000 + 100 * Math.sin(5 * at), -1)
      expect(point.low).toBeLessThanOrEqual(point.mean)
      expect(point.high).toBeGreaterThanOrEqual(point.mean)
      expect(width(point)).toBeLessThan(width(points[index - 12] as (typeof points)[number]))
    }
  })

  it('passes through the best trial that meets all constraints, or else the one with the least violation', async () => {
    const study = await createStudy({
      seed: 1,
      space: space({ x: float(0, 1) }),
      constraints: { memory: { atMost: 8 } },
    })
    const through = () => surrogateSlice(study.snapshot, { parameter: 'x' })?.through
    await study.add({ x: 0.1 }, { value: 1, memory: 16 })
    await study.add({ x: 0.3 }, { value: 3, memory: 9 })
    await study.add({ x: 0.5 }, 0)
    expect(through()).toBe(1)
    await study.add({ x: 0.7 }, { value: 5, memory: 8 })
    await study.add({ x: 0.9 }, { value: 4, memory: 1 })
    expect(through()).toBe(4)
    const { trials = [] } = surrogateSlice(study.snapshot, { parameter: 'x' }) ?? {}
    expect(trials.map(({ unmet }) => unmet?.[0])).toEqual(['memory', 'memory', 'memory', undefined, undefined])
  })

  it('fixes the other params at those of the best trial', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1), flag: boolean() }), seed: 2 })
    for (const x of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      await study.add({ x, flag: true }, 10 + (x - 0.5) ** 2)
      await study.add({ x, flag: false }, (x - 0.3) ** 2)
    }
    const { points = [], through } = surrogateSlice(study.snapshot, { parameter: 'x', resolution: 11 }) ?? {}
    expect(study.snapshot.trials.get(through as number)?.params).toEqual({ x: 0.3, flag: false })
    for (const { mean } of points) expect(mean).toBeLessThan(2)
    const flags = surrogateSlice(study.snapshot, { parameter: 'flag' })?.points ?? []
    expect(flags.map(({ at }) => at)).toEqual([0, 1])
    expect(flags[0]?.mean).toBeLessThan(1)
    expect(flags[1]?.mean).toBeGreaterThan(2)
  })

  it('follows branches: newly active parameters are in the middle of their range', async () => {
    const search = space({ kind: choice({ a: { depth: int(1, 9) }, b: {} }) })
    const study = await createStudy({ seed: 1, space: search, sampler: gpSampler() })
    await study.add({ kind: 'b' }, 1)
    await study.add({ kind: 'a', depth: 2 }, 5)
    await study.add({ kind: 'a', depth: 8 }, 9)
    const kinds = surrogateSlice(study.snapshot, { parameter: 'kind' })
    expect(kinds?.points.map(({ at }) => at)).toEqual([0, 1])
    const depths = surrogateSlice(study.snapshot, { parameter: 'depth' })
    expect(depths?.through).toBe(1)
    expect(depths?.points.map(({ at }) => at)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('models one metric of several', async () => {
    const study = await createStudy({
      seed: 1,
      space: space({ x: float(0, 1) }),
      directions: { up: 'maximize', down: 'minimize' },
    })
    for (const x of [0, 0.2, 0.4, 0.6, 0.8, 1]) await study.add({ x }, { up: 10 * x, down: 5 - x })
    const up = surrogateSlice(study.snapshot, { parameter: 'x', metric: 'up', resolution: 3 })
    const down = surrogateSlice(study.snapshot, { parameter: 'x', metric: 'down', resolution: 3 })
    expect(up?.points.map(({ mean }) => Math.round(mean))).toEqual([0, 5, 10])
    expect(down?.points.map(({ mean }) => Math.round(10 * mean))).toEqual([50, 45, 40])
  })

  it('returns undefined before two trials have completed, and throws for invalid parameters', async () => {
    const study = await createStudy({ seed: 1, space: space({ x: float(0, 1), one: int(3, 3) }) })
    await study.add({ x: 0.5, one: 3 }, 1)
    expect(surrogateSlice(study.snapshot, { parameter: 'x' })).toBeUndefined()
    for (const options of [
      { parameter: 'y' },
      { parameter: 'one' },
      { parameter: 'x', resolution: 1 },
      { parameter: 'x', cost: { of: 'time' } as never },
      { parameter: 'x', priors: { x: {} } as never },
      { parameter: 'x', noisy: { sd: 0 } },
    ]) {
      expect(() => surrogateSlice(study.snapshot, options)).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
      )
    }
  })
})
