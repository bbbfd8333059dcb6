import { describe, expect, it } from 'vitest'
import { branin } from '../problems/branin.ts'
import { rosenbrock } from '../problems/rosenbrock.ts'
import { boolean, choice, float } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { isValidParams } from '../space/validate.ts'
import { completed, History, search } from '../testing/sampler-cases/history.ts'
import { samplerCases } from '../testing/sampler-suite.ts'
import type { Suggestion } from '../trial/suggestion.ts'
import { gpSampler } from './gp.ts'
import { randomSampler } from './random.ts'

describe('gpSampler', () => {
  it.each(samplerCases(() => gpSampler(), { learns: true }))('$name', ({ run }) => run())

  it('runs initialTrials before it uses the model', async () => {
    const phases = async (initialTrials: number | undefined) => {
      const sampler = gpSampler(initialTrials === undefined ? {} : { initialTrials })
      const history = new History(branin().space)
      const explanations: Suggestion['explanation'][] = []
      for (let trial = 0; trial < 9; trial += 1) {
        const [suggestion] = (await history.ask(sampler)) as [Suggestion]
        explanations.push(suggestion.explanation)
        history.run(suggestion.params, completed(branin().evaluate(suggestion.params)))
      }
      return explanations.map(({ phase }) => (phase === 'model' ? 'm' : 'i')).join('')
    }
    expect(await phases(undefined)).toBe('iiiiimmmm')
    expect(await phases(2)).toBe('iimmmmmmm')
    expect(await phases(8)).toBe('iiiiiiiim')
    for (const initialTrials of [0, -1, 1.5, Number.NaN]) {
      expect(() => gpSampler({ initialTrials })).toThrow('ERR_INVALID_ARGUMENT')
    }
  })

  it('has at least two values of every choice among its initial trials, with or without defaults', async () => {
    const shape = space({
      flag: boolean(),
      kind: choice(['a', 'b', 'c']),
      depth: choice([1, 2, 3, 4]),
      rest: float(0, 1),
    })
    const defaults = { flag: true, kind: 'a', depth: 1, rest: 0.5 }
    for (const preset of [undefined, defaults]) {
      for (let seed = 0; seed < 40; seed += 1) {
        const history = new History(shape as SearchSpace, { seed })
        if (preset) history.run(preset, completed(0))
        const { snapshot } = await search(history, gpSampler(), () => completed(0), { trials: preset ? 4 : 5 })
        for (const name of ['flag', 'kind', 'depth']) {
          const values = [...snapshot.trials].slice(preset ? 1 : 0).map(({ params }) => params?.[name])
          expect(new Set(values).size).toBeGreaterThan(1)
        }
      }
    }
  })

  it('predicts in the unit of the objective, mostly accurately where trials are dense', async () => {
    for (const direction of ['minimize', 'maximize'] as const) {
      const sign = direction === 'minimize' ? 1 : -1
      const value = (x: number) => sign * 1_000 * (x - 0.3) ** 2
      const line = space({ x: float(0, 1) }) as SearchSpace
      const history = new History(line, { directions: { value: direction } })
      await search(history, gpSampler(), ({ x }) => completed(value(x as number)), { trials: 12 })
      const [suggestion] = (await history.ask(gpSampler())) as [Suggestion]
      const { mean, sd } = suggestion.explanation.predicted as { mean: number; sd: number }
      expect(sd).toBeGreaterThan(0)
      expect(Math.abs(mean - value(suggestion.params.x as number))).toBeLessThan(4 * sd + 1)
      expect(suggestion.explanation.acquisition?.name).toBe('log-ei')
    }
  })

  it('stays away from running trials', async () => {
    const line = space({ x: float(0, 1) }) as SearchSpace
    const history = new History(line)
    for (const x of [0, 0.2, 0.4, 0.6, 0.8, 1]) history.run({ x }, completed((x - 0.5) ** 2))
    const points: number[] = []
    for (let worker = 0; worker < 4; worker += 1) {
      const [suggestion] = (await history.ask(gpSampler())) as [Suggestion]
      points.push(suggestion.params.x as number)
      history.start(suggestion.params)
    }
    const gaps = points.flatMap((x, i) => points.slice(0, i).map((y) => Math.abs(x - y)))
    expect(Math.min(...gaps)).toBeGreaterThan(1e-3)
    // One request gives the same suggestions as several requests.
    const again = new History(line)
    for (const x of [0, 0.2, 0.4, 0.6, 0.8, 1]) again.run({ x }, completed((x - 0.5) ** 2))
    expect((await again.ask(gpSampler(), 4)).map(({ params }) => params.x)).toEqual(points)
  })

  it('uses the upper confidence bound for every tenth trial', async () => {
    const history = await search(new History(branin().space), randomSampler(), () => completed(1), { trials: 10 })
    const explanations: [number, string | undefined][] = []
    for (let trial = 10; trial < 31; trial += 1) {
      const [{ params, explanation }] = (await history.ask(gpSampler())) as [Suggestion]
      if (explanation.exploring) explanations.push([trial, explanation.acquisition?.name])
      history.run(params, completed(branin().evaluate(params)))
    }
    expect(explanations).toEqual([
      [19, 'ucb'],
      [29, 'ucb'],
    ])
  })

  it('aims at different parts of the front for two metrics', async () => {
    const line = space({ x: float(0, 1) }) as SearchSpace
    const history = new History(line, { directions: { left: 'minimize', right: 'minimize' } })
    const values = (x: number) => ({ left: (x - 0.2) ** 2, right: (x - 0.8) ** 2 })
    await search(history, gpSampler(), ({ x }) => ({ state: 'completed', values: values(x as number) }), { trials: 25 })
    const late = [...history.snapshot.trials].slice(8).map(({ params }) => params.x as number)
    // The front is 0.2 … 0.8; uniform trials would leave 40 % of them outside.
    expect(late.filter((x) => x > 0.15 && x < 0.85).length).toBeGreaterThanOrEqual(14)
    expect(late.filter((x) => x < 0.4).length).toBeGreaterThanOrEqual(3)
    expect(late.filter((x) => x > 0.6).length).toBeGreaterThanOrEqual(3)
  })

  it('maximises feasibility alone until a trial without violations exists', async () => {
    const line = space({ x: float(0, 1) }) as SearchSpace
    const history = new History(line, { constraints: { size: { atMost: 2 } } })
    const names: (string | undefined)[] = []
    for (let trial = 0; trial < 12; trial += 1) {
      const [{ params, explanation }] = (await history.ask(gpSampler({ initialTrials: 2 }))) as [Suggestion]
      names.push(explanation.acquisition?.name)
      if (explanation.acquisition?.name === 'feasibility') expect(explanation.exploration).toBeUndefined()
      const x = params.x as number
      history.run(params, { state: 'completed', values: { value: -x, size: 2 + 100 * (Math.abs(x - 0.21) - 0.01) } })
    }
    const found = [...history.snapshot.trials].findIndex(({ params }) => Math.abs((params.x as number) - 0.21) < 0.01)
    expect(found).toBeGreaterThan(2)
    expect(new Set(names.slice(2, found + 1))).toEqual(new Set(['feasibility']))
    expect(new Set(names.slice(found + 1))).toEqual(new Set(['log-ei', ...(found < 9 ? ['ucb'] : [])]))
  })

  it('works with more trials than it selects, and more dimensions than Sobol points have', async () => {
    const long = await search(new History(rosenbrock(3).space), randomSampler(), ({ x1 }) => completed(x1 as number), {
      trials: 400,
    })
    const [suggestion] = (await long.ask(gpSampler())) as [Suggestion]
    expect(isValidParams(rosenbrock(3).space, suggestion.params)).toBe(true)
    expect(suggestion.params.x1).toBeLessThan(-4.5)

    const many = space(Object.fromEntries(Array.from({ length: 1_200 }, (_, i) => [`x${i}`, float(0, 1)])))
    const wide = await search(new History(many), gpSampler({ initialTrials: 2 }), ({ x0 }) => completed(x0 as number), {
      trials: 3,
    })
    for (const { params } of wide.snapshot.trials) expect(isValidParams(many, params as Params)).toBe(true)
  })
})
