import { describe, expect, it } from 'vitest'
import { foldIn } from '../math/random.ts'
import { boolean, float, int } from '../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { History } from '../testing/sampler-cases/history.ts'
import { samplerCases } from '../testing/sampler-suite.ts'
import { randomSampler } from './random.ts'

describe('randomSampler', () => {
  it.each(samplerCases(() => randomSampler(), { learns: false }))('$name', ({ run }) => run())

  it('samples uniformly on each scale', async () => {
    const declared = space({ rate: float(1e-4, 1, { log: true }), bias: boolean(), x: float(0, 1) }) as SearchSpace
    const params = (await new History(declared, { seed: 5 }).ask(randomSampler(), 2_000)).map((one) => one.params)
    // Counts of 2,000 samples with probability p have a standard deviation of at most 22.4; 90 is four of them.
    const share = (count: number, p: number) => expect(Math.abs(count - 2_000 * p)).toBeLessThan(90)
    share(params.filter(({ rate }) => (rate as number) < 1e-2).length, 1 / 2)
    share(params.filter(({ rate }) => (rate as number) < 1e-3).length, 1 / 4)
    share(params.filter(({ bias }) => bias).length, 1 / 2)
    share(params.filter(({ x }) => (x as number) < 0.25).length, 1 / 4)
    share(params.filter(({ x, bias }) => (x as number) < 0.5 && bias === true).length, 1 / 4)
  })

  it('samples the remaining combinations uniformly if rejection fails', async () => {
    const history = new History(space({ n: int(1, 1_000) }) as SearchSpace)
    // All but three values have been tried: 64 samples miss them with a probability of 0.82.
    for (let n = 1; n <= 997; n += 1) history.start({ n })
    const { snapshot } = history
    const counts = new Map<unknown, number>()
    for (let draw = 0; draw < 300; draw += 1) {
      const request = { numbers: [997], key: foldIn(snapshot.key, draw) }
      const [suggestion] = await randomSampler().suggest(snapshot, request)
      const n = suggestion?.params.n
      counts.set(n, (counts.get(n) ?? 0) + 1)
    }
    expect(new Set(counts.keys())).toEqual(new Set([998, 999, 1_000]))
    // 300 samples with p = 1/3 have a standard deviation of 8.2.
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(33)
  })
})
