/** Statistical tests with fixed seeds: most of the space fails. */
import { describe, expect, it } from 'vitest'
import { wilcoxonSignedRank } from '../math/rank-tests.ts'
import { float } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { completed, History, search } from '../testing/sampler-cases/history.ts'
import type { Suggestion } from '../trial/suggestion.ts'
import type { Outcome } from '../trial/trial-record.ts'
import { gpSampler } from './gp.ts'
import { quasiRandomSampler } from './quasi-random.ts'
import type { Sampler } from './sampler.ts'

const cube = space({ a: float(0, 1), b: float(0, 1), c: float(0, 1) }) as SearchSpace

/** Succeeds in 12 % of the cube. */
function outcome({ a, b, c }: Params): Outcome {
  const offsets = [(a as number) - 0.7, (b as number) - 0.3, (c as number) - 0.5].map(Math.abs) as [
    number,
    number,
    number,
  ]
  if (offsets[0] < 0.2 && offsets[1] < 0.25 && offsets[2] < 0.3) return completed(offsets[0] + offsets[1])
  return { state: 'failed', reason: 'error', error: 'out of memory' }
}

async function successes(sampler: Sampler, seed: number): Promise<number> {
  const { snapshot } = await search(new History(cube, { seed }), sampler, outcome, { trials: 25 })
  return snapshot.counts.completed
}

const seeds = Array.from({ length: 12 }, (_, seed) => seed)

describe('Bayesian optimisation with mostly failing trials', () => {
  it('stays near the first success, before there are values to compare', async () => {
    const ours = await Promise.all(seeds.map((seed) => successes(gpSampler(), seed)))
    const even = await Promise.all(seeds.map((seed) => successes(quasiRandomSampler(), seed)))
    const differences = ours.map((count, seed) => even[seed]! - count)
    const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0)
    expect(sum(ours)).toBeGreaterThan(1.5 * sum(even))
    expect(wilcoxonSignedRank(differences, { alternative: 'less' }).pValue).toBeLessThan(0.01)
  })

  it('explains that it maximises feasibility, and names the nearest trial', async () => {
    const history = new History(cube, { seed: 1 })
    for (const x of [0.1, 0.3, 0.9]) history.run({ a: x, b: x, c: x }, outcome({ a: x, b: x, c: x }))
    history
      .run({ a: 0.7, b: 0.3, c: 0.5 }, { state: 'pruned' })
      .run({ a: 0.2, b: 0.8, c: 0.5 }, { state: 'failed', reason: 'error', error: '' })
    const [suggested] = await history.ask(gpSampler())
    const { explanation, params } = suggested as Suggestion
    expect(explanation).toMatchObject({ phase: 'model', acquisition: { name: 'feasibility' }, nearest: { number: 3 } })
    expect(explanation).not.toHaveProperty('predicted')
    expect(Math.abs((params.a as number) - 0.7)).toBeLessThan(0.3)
  })

  it('spreads workers by assuming that running trials fail', async () => {
    const history = new History(cube, { seed: 1 })
    for (const x of [0.1, 0.9, 0.2, 0.4])
      history.run({ a: x, b: x, c: x }, { state: 'failed', reason: 'error', error: '' })
    history.run({ a: 0.7, b: 0.3, c: 0.5 }, completed(1))
    const suggested = await history.ask(gpSampler(), 4)
    const places = suggested.map(({ params }) => [params.a, params.b, params.c] as number[])
    for (const [i, one] of places.entries()) {
      for (const other of places.slice(i + 1)) {
        expect(Math.hypot(...one.map((x, k) => x - other[k]!))).toBeGreaterThan(0.05)
      }
    }
  })
})
