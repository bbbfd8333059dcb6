import { describe, expect, it } from 'vitest'
import { choice, float } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { isValidParams } from '../space/validate.ts'
import { History } from '../testing/sampler-cases/history.ts'
import { samplerCases } from '../testing/sampler-suite.ts'
import { quasiRandomSampler } from './quasi-random.ts'
import type { Sampler } from './sampler.ts'

async function drawn(sampler: Sampler, declared: SearchSpace, count: number, seed: number): Promise<readonly Params[]> {
  return (await new History(declared, { seed }).ask(sampler, count)).map(({ params }) => params)
}

describe('quasiRandomSampler', () => {
  it.each(samplerCases(() => quasiRandomSampler(), { learns: false }))('$name', ({ run }) => run())

  it('puts one of 16 trials into each of 16 equal cells of any shape, and equally many into each category', async () => {
    const declared = space({ x: float(1, 1e4, { log: true }), y: float(-1, 1), kind: choice(['a', 'b', 'c', 'd']) })
    for (let seed = 0; seed < 5; seed += 1) {
      const all = await drawn(quasiRandomSampler(), declared as SearchSpace, 16, seed)
      for (const columns of [1, 2, 4, 8, 16]) {
        const cells = all.map(({ x, y }) => {
          const [u, v] = [Math.log10(x as number) / 4, ((y as number) + 1) / 2]
          return `${Math.floor(u * columns)}/${Math.floor((v * 16) / columns)}`
        })
        expect(new Set(cells).size).toBe(16)
      }
      for (const kind of ['a', 'b', 'c', 'd']) expect(all.filter((params) => params.kind === kind)).toHaveLength(4)
    }
  })

  it('supports more parameters than the sequence has dimensions', async () => {
    const many = space(
      Object.fromEntries(Array.from({ length: 1_200 }, (_, index) => [`x${index}`, float(0, 1)])),
    ) as SearchSpace
    const points = await drawn(quasiRandomSampler(), many, 8, 1)
    for (const params of points) expect(isValidParams(many, params)).toBe(true)
    for (const name of ['x0', 'x1110', 'x1111', 'x1199']) {
      expect(new Set(points.map((params) => params[name])).size).toBe(8)
    }
  })
})
