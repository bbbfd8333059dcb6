import { describe, expect, expectTypeOf, it } from 'vitest'
import { gridSampler } from '../../samplers/grid.ts'
import { float, int } from '../../space/parameters/parameter.ts'
import { space } from '../../space/search-space.ts'
import { createStudy } from '../create-study.ts'
import { fixedTrial } from './fixed-trial.ts'
import type { Trial } from './trial.ts'

const byRun = (trial: Trial) => {
  const layers = trial.int('layers', 1, 4)
  const rate = trial.float('rate', 0, 1, { step: 0.1 })
  const kind = trial.choice('kind', ['a', { b: 1 }])
  const drop = trial.boolean('drop') ? trial.ordinal('share', [1, 2, 3]) : 0
  return layers + rate + drop + (kind === 'a' ? 0 : 100) + trial.fixed('one', 1)
}
const params = { layers: 3, rate: 3 * 0.1, kind: { b: 1 }, drop: false, one: 1 }

describe('fixedTrial', () => {
  it('passes the given params to a define-by-run objective', () => {
    expect(byRun(fixedTrial(params))).toBe(3 + 0.3 + 100 + 1)
  })

  it('passes params with their types to an objective with a declared space', async () => {
    const search = space({ x: float(0, 1, { step: 0.5 }), n: int(1, 2) })
    const study = await createStudy({ space: search, sampler: gridSampler() })
    const objective = ({ params: { x, n } }: Trial<{ readonly x: number; readonly n: number }>) => x - n
    await study.optimize(objective)
    expect(objective(fixedTrial(study.best.params))).toBe(study.best.value)
    expectTypeOf(fixedTrial({ x: 1, n: 'a' }).params).toExtend<{ readonly x: number; readonly n: string }>()
  })

  it.each<[string, object, string]>([
    ['a missing one', { layers: 3 }, 'rate is missing (a number from 0 to 1 by 0.1)'],
    ['one out of range', { ...params, layers: 9 }, 'layers cannot be 9 (an integer from 1 to 4)'],
    ['one of another type', { ...params, rate: '0.3' }, 'rate cannot be "0.3"'],
    ['an unknown choice', { ...params, kind: 'c' }, 'kind cannot be "c"'],
    ['a missing one of a branch', { ...params, drop: true }, 'share is missing'],
    ['an inherited one', { ...params, rate: undefined, __proto__: { rate: 1 } }, 'ERR_INVALID'],
  ])('throws ERR_INVALID_PARAMS for %s', (_, given, text) => {
    expect(() => byRun(fixedTrial(given as never))).toThrow(text)
  })

  it('refuses each time that the objective asks for a missing value', () => {
    const trial = fixedTrial({})
    for (const _ of [1, 2]) {
      expect(() => trial.float('x', 0, 1)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_PARAMS' }))
    }
  })

  it.each([[null], [undefined], [7], [[1]], [{ x: () => 1 }], [{ x: Number.NaN }], [new Map()]])(
    'refuses %o',
    (given) => {
      expect(() => fixedTrial(given as never)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^ERR_INVALID_(PARAMS|JSON)$/) as string }) as Error,
      )
    },
  )

  it('accepts and checks reports and attributes, and never prunes', () => {
    const trial = fixedTrial({ x: 1 }, { number: 7 })
    trial.report(1)
    trial.report({ loss: 1, other: Number.NaN }, 5)
    expect(() => trial.report('1' as never)).toThrow('ERR_INVALID_VALUE')
    expect(() => trial.report(1, -1)).toThrow('ERR_INVALID_ARGUMENT')
    expect(trial.shouldPrune()).toBe(false)
    trial.annotate('note', { a: 1 })
    expect(trial.attributes).toEqual({ note: { a: 1 } })
    expect(() => trial.annotate('bad', () => 1)).toThrow('ERR_INVALID_JSON')
    expect([trial.number, trial.attempt, trial.signal.aborted, trial.suggestion]).toEqual([7, 1, false, undefined])
    expect(Object.isFrozen(trial)).toBe(true)
    const { signal } = fixedTrial({}, { signal: AbortSignal.abort('enough') })
    expect(signal.reason).toBe('enough')
  })

  it('has the time of its creation', () => {
    const before = Date.now()
    expect(fixedTrial({}).startedAt).toBeGreaterThanOrEqual(before)
  })
})
