import { describe, expect, it } from 'vitest'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import type { StudyOptions } from '../study/study-options.ts'
import { targetValue } from './target-value.ts'

const progress = { startedAt: 0, now: 0, trialCount: 0 }
const open = (options: Pick<StudyOptions<{ x: number }>, 'direction' | 'directions' | 'constraints'> = {}) =>
  createStudy({ space: space({ x: float(0, 1) }), seed: 1, ...options })

describe('targetValue', () => {
  it.each([
    ['minimize', 0.6, 0.5, 0.4],
    ['maximize', 0.4, 0.5, 0.6],
  ] as const)(
    'is met by the first completed trial that reaches the target: %s',
    async (direction, worse, target, better) => {
      const study = await open({ direction })
      const rule = targetValue(target)
      const isMet = () => rule.isMet(study.snapshot, progress)
      expect(isMet()).toBe(false)
      const number = await study.add({ x: 0 }, worse)
      await study.add({ x: 0 }, { state: 'pruned' })
      expect(isMet()).toBe(false)
      await study.correct(number, target, 'exactly as good')
      expect(isMet()).toBe(true)
      await study.correct(number, better, 'better')
      expect(isMet()).toBe(true)
      await study.exclude(number)
      expect(isMet()).toBe(false)
    },
  )

  it('is not met by an infeasible trial', async () => {
    const study = await open({ constraints: { memory: { atMost: 1 } } })
    await study.add({ x: 0 }, { value: 0, memory: 2 })
    expect(targetValue(0.5).isMet(study.snapshot, progress)).toBe(false)
    await study.add({ x: 0 }, { value: 0.5, memory: 1 })
    expect(targetValue(0.5).isMet(study.snapshot, progress)).toBe(true)
  })

  it('is never met in a study of several metrics', async () => {
    const study = await open({ directions: { loss: 'minimize', speed: 'maximize' } })
    await study.add({ x: 0 }, { loss: 0, speed: 9 })
    expect(targetValue(1).isMet(study.snapshot, progress)).toBe(false)
  })
})
