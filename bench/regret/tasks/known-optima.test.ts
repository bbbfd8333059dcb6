import { foldIn, keyFromSeed, sampleParams } from 'sweetspot/extend'
import { describe, expect, it } from 'vitest'
import { bbobScenario, isBbob } from './bbob.ts'
import { problemScenario } from './problems.ts'
import { normalizedRegret } from './task.ts'

const key = keyFromSeed(1)
const scenarios = [problemScenario(), bbobScenario('bbob'), bbobScenario('bbob-2d')]
const tasks = scenarios.flatMap((scenario) => scenario.instances.map((instance) => ({ scenario, instance })))

describe('tasks with known optima', () => {
  it.each(tasks.map(({ scenario, instance }) => [scenario.name, instance, scenario] as const))(
    'are as far from the optimum as chance at the median, and never better than it: %s/%s',
    async (_, instance, scenario) => {
      const task = await scenario.load(instance)
      const values = await Promise.all(
        Array.from({ length: 400 }, async (_, index) => {
          const { judged } = await task.evaluate(sampleParams(task.space, foldIn(key, index)), foldIn(key, index))
          return judged
        }),
      )
      const finite = values.filter(Number.isFinite)
      expect(Math.min(...finite)).toBeGreaterThanOrEqual(task.optimum)
      const better = finite.filter((value) => value < task.reference).length / finite.length
      expect(better).toBeGreaterThan(0.4)
      expect(better).toBeLessThan(0.6)
      expect(normalizedRegret(task.optimum, task)).toBe(task.floor)
      expect(normalizedRegret(task.reference + 1, task)).toBe(1)
    },
  )

  it.each(['failing-branin', 'infinite-hartmann-6'])('fail on a fifth of the space: %s', async (instance) => {
    const task = await problemScenario().load(instance)
    const told = await Promise.all(
      Array.from(
        { length: 2_000 },
        async (_, index) => (await task.evaluate(sampleParams(task.space, foldIn(key, index)), key)).told,
      ),
    )
    const failures = told.filter((value) => !Number.isFinite(value)).length / told.length
    expect(failures).toBeGreaterThan(0.17)
    expect(failures).toBeLessThan(0.23)
  })

  it.each(['noisy-branin', 'noisy-hartmann-6', 'noisy-network'])(
    'tell values with noise, by the key, and judge without: %s',
    async (instance) => {
      const task = await problemScenario().load(instance)
      const params = sampleParams(task.space, key)
      const [one, same, other] = [
        await task.evaluate(params, foldIn(key, 1)),
        await task.evaluate(params, foldIn(key, 1)),
        await task.evaluate(params, foldIn(key, 2)),
      ]
      expect(same).toEqual(one)
      expect(other.told).not.toBe(one.told)
      expect(other.judged).toBe(one.judged)
    },
  )

  it('know the names of the BBOB suites', () => {
    expect(['bbob', 'bbob-2d', 'bbob-20d', 'bbob-1d', 'bbob-', 'bob'].map(isBbob)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
