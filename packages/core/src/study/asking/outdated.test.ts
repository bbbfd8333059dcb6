import { describe, expect, it } from 'vitest'
import { randomSampler } from '../../samplers/random.ts'
import type { Sampler } from '../../samplers/sampler.ts'
import { float } from '../../space/parameters/parameter.ts'
import { space } from '../../space/search-space.ts'
import { createStudy } from '../create-study.ts'
import type { Trial } from '../live/trial.ts'
import type { Study } from '../study.ts'
import { isOutdated, sameToSamplers } from './outdated.ts'

type Point = { readonly x: number }
type TestStudy = Study<Point, 'value'>

/** A study with trial 0 completed, trials 1 and 2 running, and trial 3 waiting. */
async function study() {
  const study: TestStudy = await createStudy<Point>({
    space: space({ x: float(0, 1) }),
    sampler: randomSampler(),
    seed: 1,
    observers: [{ notice() {} }],
  })
  await study.add({ x: 0.5 }, 1)
  const running = [await study.ask(), await study.ask()] as const
  await study.enqueue({ x: 0.25 })
  return { study, running }
}

describe('a suggestion', () => {
  it.each<[string, boolean, (study: TestStudy, trial: Trial<Point, 'value'>) => Promise<unknown>]>([
    ['a note on the study', false, (study) => study.annotate({ note: 1 })],
    ['a note on a running trial', false, (study) => study.annotate({ note: 1 }, 1)],
    ['a result', false, (study, trial) => study.tell(trial, 2)],
    ['a failure', false, (study, trial) => study.tell(trial, { state: 'failed' })],
    ['a cancelled trial', false, (study) => study.cancel(1)],
    ['a start', true, (study) => study.ask()],
    ['an added trial', true, (study) => study.add({ x: 0.1 }, 3)],
    ['a requeued trial', true, (study, trial) => study.requeue(trial, 'retry').then(() => study.cancel(3))],
    ['a note on a finished trial', false, (study) => study.annotate({ cost: 1 }, 0)],
    ['a corrected result', false, (study) => study.correct(0, 2, 'measured again')],
    ['an excluded result', false, (study) => study.exclude(0)],
  ])('after %s is outdated: %s', async (_, expected, change) => {
    const { study: changed, running } = await study()
    const before = changed.snapshot
    await change(changed, running[0])
    expect(changed.snapshot).not.toBe(before)
    expect(isOutdated(before, changed.snapshot)).toBe(expected)
  })

  it('is outdated once another trial has asked for the same params', async () => {
    const beside: Sampler = {
      name: 'beside',
      suggest: () => [{ params: { kind: 'none' }, explanation: { sampler: 'beside', phase: 'none' } }],
    }
    const byRun = await createStudy({ sampler: beside, seed: 1, observers: [{ notice() {} }] })
    const [first, second] = [await byRun.ask(), await byRun.ask()]
    const ask = (trial: Trial) => trial.choice('kind', ['a', 'b', 'c'])
    ask(first)
    await byRun.tell(first, 1)
    const before = byRun.snapshot
    const kind = ask(second)
    await byRun.annotate({ written: true })
    const after = byRun.snapshot
    const other = ['a', 'b', 'c'].find((value) => !after.tried({ kind: value })) as string
    expect(isOutdated(before, after, { kind })).toBe(true)
    expect(isOutdated(before, after, { kind: other })).toBe(false)
    expect(sameToSamplers(before, after)).toBe(false)
  })
})

describe('sameToSamplers', () => {
  it('ignores reports and notes on running trials, but not results', async () => {
    const { study: changed, running } = await study()
    const before = changed.snapshot
    running[0].report(1)
    await changed.annotate({ note: 1 }, 1)
    expect(sameToSamplers(before, changed.snapshot)).toBe(true)
    await changed.tell(running[0], 1)
    expect(sameToSamplers(before, changed.snapshot)).toBe(false)
  })
})
