/** The Gaussian-process sampler with priors and a cost passes the same suite as without. */
import { describe, expect, it } from 'vitest'
import type { UserPrior } from '../acquisition/preferences/user-prior.ts'
import { jsonKey } from '../space/json-value.ts'
import { float, int } from '../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { completed, History, search } from '../testing/sampler-cases/history.ts'
import { samplerCases } from '../testing/sampler-suite.ts'
import { gpSampler } from './gp.ts'
import type { Sampler } from './sampler.ts'

/** A prior on each parameter of a space. */
function beliefs({ dimensions }: SearchSpace): { [name: string]: UserPrior } {
  const entries = dimensions.toReversed().map(({ name, parameter, domain }): [string, UserPrior] => {
    if (parameter.kind === 'float' || parameter.kind === 'int') {
      return [name, { around: domain.fromUnit(0.3) as number, spread: 0.5 }]
    }
    const value = domain.valueAt(0)
    return [name, { weights: { [typeof value === 'string' ? value : jsonKey(value)]: 3 } }]
  })
  return Object.fromEntries(entries)
}

/** A sampler with both options, for any space. */
function opinionated(): Sampler {
  const known = new WeakMap<SearchSpace, Sampler>()
  return {
    name: 'gp',
    suggest(snapshot, request) {
      const { space: asked } = snapshot
      const sampler = known.get(asked) ?? gpSampler({ priors: beliefs(asked), cost: { of: 'duration', budget: 40 } })
      known.set(asked, sampler)
      return sampler.suggest(snapshot, request)
    },
  }
}

describe('gpSampler with priors and a cost', () => {
  it.each(samplerCases(opinionated, { learns: true }))('$name', ({ run }) => run())

  it('throws for invalid options', () => {
    for (const cost of [
      'duration',
      {},
      { of: 'time' },
      { of: { attribute: 3 } },
      { of: 'duration', budget: 0 },
      { of: 'duration', budget: Number.POSITIVE_INFINITY },
      { of: 'duration', power: 1 },
    ]) {
      expect(() => gpSampler({ cost: cost as never }), JSON.stringify(cost)).toThrow('ERR_INVALID_ARGUMENT')
    }
    expect(() => gpSampler({ priors: { x: { around: 'here' } } as never })).toThrow('ERR_INVALID_ARGUMENT')
  })

  it('names the nearest option of an unknown one', () => {
    expect(() => gpSampler({ cost: { of: 'duration', budgte: 40 } as never })).toThrow(
      'Unknown option "budgte" of cost; did you mean "budget"?',
    )
    expect(() => gpSampler({ priors: { x: { around: 1, spraed: 0.1 } } as never })).toThrow(
      'Unknown option "spraed" of the prior of "x"; did you mean "spread"?',
    )
  })

  it('rejects the first suggestion if a prior names an unknown parameter', async () => {
    const history = new History(space({ x: float(0, 1) }) as SearchSpace)
    await expect(history.ask(gpSampler({ priors: { y: { around: 1 } } }))).rejects.toThrow(/"y".*of the space are x/)
    await expect(history.ask(gpSampler({ priors: { x: { around: 2 } } }))).rejects.toThrow(
      /does not fit the parameter .*: use "around"/,
    )
  })

  it('starts near the prior mode', async () => {
    const line = space({ x: float(0, 1), n: int(1, 100, { log: true }) }) as SearchSpace
    const priors = { x: { around: 0.8, spread: 0.05 }, n: { around: 10, spread: 0.05 } }
    const history = await search(new History(line), gpSampler({ priors }), () => completed(1), { trials: 5 })
    for (const { params } of history.snapshot.trials) {
      expect(Math.abs((params.x as number) - 0.8)).toBeLessThan(0.2)
      expect(Math.abs(Math.log10(params.n as number) - 1)).toBeLessThan(0.4)
    }
  })

  it('uses costs that are annotated after a trial has finished', async () => {
    const line = space({ x: float(0, 1) }) as SearchSpace
    const history = new History(line)
    for (const x of [0.05, 0.35, 0.65, 0.95, 0.2, 0.8]) history.run({ x }, completed(Math.cos(4 * Math.PI * x)))
    const sampler = gpSampler({ cost: { of: { attribute: 'price' } } })
    const nextX = async () => (await history.ask(sampler))[0]!.params.x as number
    const before = await nextX()
    for (const { number, params } of history.snapshot.trials) {
      const distance = Math.abs((params.x as number) - (before > 0.5 ? 0 : 1))
      history.append({ type: 'trial-annotated', number, attributes: { price: 1_000 ** distance }, at: 50 })
    }
    const after = await nextX()
    expect(after > 0.5).not.toBe(before > 0.5)
    const [again] = await history.ask(gpSampler({ cost: { of: { attribute: 'price' } } }))
    expect(again!.params.x).toBe(after)
  })

  it('ignores the cost when the budget is spent', async () => {
    const line = space({ x: float(0, 1) }) as SearchSpace
    const history = new History(line)
    for (const x of [0.05, 0.35, 0.65, 0.95, 0.2, 0.8]) history.run({ x }, completed(Math.cos(4 * Math.PI * x)))
    const [blind] = await history.ask(gpSampler())
    // Each trial took 1 ms.
    expect(await history.ask(gpSampler({ cost: { of: 'duration', budget: 6 } }))).toEqual([blind])
  })
})
