import { describe, expect, it } from 'vitest'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import { simulatedClock } from '../testing/simulated-clock.ts'
import type { RunProgress, StoppingRule } from './stopping-rule.ts'
import { targetValue } from './target-value.ts'
import { timeLimit } from './time-limit.ts'

const idle = () => new Promise<void>((resolve) => setImmediate(resolve))
const open = () => createStudy({ space: space({ x: float(0, 1) }), sampler: randomSampler(), seed: 1 })

/** Stops when the last `patience` completed trials did not improve on the best one. */
const plateau = (patience: number): StoppingRule => ({
  name: `plateau of ${patience}`,
  isMet: ({ best, completedOrder, trials }) =>
    best !== undefined && completedOrder.length > patience && trials.next - best.number > patience,
})

describe('a custom stopping rule', () => {
  it('ends optimize with its name', async () => {
    const study = await open()
    const values = [5, 3, 4, 4, 4, 1]
    const result = await study.optimize(({ number }) => values[number] ?? 0, {
      trials: 9,
      stopping: [{ name: 'never', isMet: () => false }, plateau(3)],
    })
    expect(result).toEqual({ reason: 'rule', rule: 'plateau of 3', trialCount: 5 })
    // The rule is still met: a later call starts no trial.
    expect(await study.optimize(() => 1, { stopping: [plateau(3)] })).toEqual({ ...result, trialCount: 0 })
  })

  it('receives the progress of the call', async () => {
    const clock = simulatedClock(idle, 500)
    const study = await createStudy({ space: space({ x: float(0, 1) }), sampler: randomSampler(), seed: 1, clock })
    await study.add({ x: 0.5 }, 1)
    const seen: RunProgress[] = []
    const rule: StoppingRule = {
      name: 'three trials',
      isMet(_, progress) {
        seen.push(progress)
        return progress.trialCount >= 3
      },
    }
    const run = study.optimize(() => new Promise<number>((resolve) => void clock.after(10, () => resolve(1))), {
      stopping: [rule],
    })
    expect(await clock.until(run)).toEqual({ reason: 'rule', rule: 'three trials', trialCount: 3 })
    // Asked before each suggestion, and again before the trial starts.
    const progress = [...new Map(seen.map((each) => [each.trialCount, each])).values()]
    expect(progress).toEqual(
      [0, 1, 2, 3].map((trialCount) => ({ startedAt: 500, now: 500 + 10 * trialCount, trialCount })),
    )
  })

  it('lets running trials finish', async () => {
    const study = await open()
    const rule: StoppingRule = { name: 'one', isMet: ({ counts }) => counts.completed > 0 }
    const result = await study.optimize(
      async ({ number }) => {
        for (let turn = 0; turn <= number; turn += 1) await idle()
        return number
      },
      { concurrency: 3, stopping: [rule] },
    )
    expect(result).toEqual({ reason: 'rule', rule: 'one', trialCount: 3 })
    expect(study.snapshot.counts).toMatchObject({ completed: 3, running: 0, waiting: 0 })
  })

  it('may be a built-in rule; the options `target` and `timeout` keep their own reasons', async () => {
    const study = await open()
    expect(await study.optimize(() => 1, { stopping: [targetValue(1)] })).toMatchObject({
      rule: 'target',
      trialCount: 1,
    })
    expect(await study.optimize(() => 1, { target: 1 })).toEqual({ reason: 'target', trialCount: 0 })
    expect(await study.optimize(() => 1, { stopping: [timeLimit(0)] })).toMatchObject({
      reason: 'rule',
      rule: 'timeout',
    })
  })

  it('rejects optimize with its error if it throws', async () => {
    const study = await open()
    const broken: StoppingRule = {
      name: 'broken',
      isMet() {
        throw new RangeError('no such trial')
      },
    }
    await expect(study.optimize(() => 1, { trials: 1, stopping: [broken] })).rejects.toThrow('no such trial')
    expect(study.trials).toEqual([])
  })

  it.each([[{}], [undefined], ['plateau'], [() => true]])('is rejected if invalid: %j', async (rule) => {
    const study = await open()
    const stopped = study.optimize(() => 1, { trials: 1, stopping: [rule as never] })
    await expect(stopped).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' })
  })
})
