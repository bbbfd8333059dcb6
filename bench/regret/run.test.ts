import { float, type SearchSpace, space } from 'sweetspot'
import { describe, expect, it } from 'vitest'
import { run } from './run.ts'
import type { RunSpec } from './run-record.ts'
import { ourSystem } from './systems/our-samplers.ts'
import type { System } from './systems/system.ts'
import type { Task } from './tasks/task.ts'

const search = space({ x: float(0, 1) }) as SearchSpace

/** A task whose value is the distance from 0.5, by default told without change. */
const task = (told: (x: number) => number = (x) => Math.abs(x - 0.5)): Task => ({
  scenario: 'made',
  instance: 'one',
  space: search,
  optimum: 0,
  reference: 0.5,
  floor: 1e-3,
  evaluate: ({ x }) => ({ told: told(x as number), judged: Math.abs((x as number) - 0.5) }),
})

/** A system that suggests a list of values, and logs all calls. */
function listed(values: readonly number[], log: string[] = []): System {
  return {
    name: 'listed',
    version: '1',
    async start() {
      let asked = 0
      return {
        ask: async () => {
          log.push(`ask ${asked}`)
          asked += 1
          return { id: asked - 1, params: { x: values[asked - 1] as number } }
        },
        tell: async (id, value) => void log.push(`tell ${id} ${value.toFixed(2)}`),
        close: async () => void log.push('close'),
      }
    },
    close: async () => {},
  }
}

const spec = (trials: number, parallel = 1, seed = 1): RunSpec => ({
  system: 'listed',
  scenario: 'made',
  instance: 'one',
  seed,
  trials,
  parallel,
})

describe('run', () => {
  it('records the regret of the best so far with its floor, and counts duplicates', async () => {
    const record = await run(listed([0.1, 0.3, 0.1, 0.5, 0.9]), task(), spec(5))
    expect(record.values.map((value) => value?.toFixed(1))).toEqual(['0.4', '0.2', '0.4', '0.0', '0.4'])
    expect(record.regret.map((regret) => Number(regret.toFixed(6)))).toEqual([0.8, 0.4, 0.4, 0.001, 0.001])
    expect(record.duplicates).toBe(1)
    expect([record.askMs.length, record.tellMs.length]).toEqual([5, 5])
  })

  it('ignores failures: NaN and −∞', async () => {
    const failing = task((x) => (x < 0.2 ? Number.NaN : x > 0.8 ? Number.NEGATIVE_INFINITY : Math.abs(x - 0.5)))
    const record = await run(listed([0.1, 0.9, 0.4]), failing, spec(3))
    expect(record.values.slice(0, 2)).toEqual([null, null])
    expect(record.failures).toBe(2)
    expect(record.regret[1]).toBe(1)
    expect(record.regret[2]).toBeCloseTo(0.2, 12)
  })

  it('judges the best noisy value by its value without noise', async () => {
    const record = await run(
      listed([0.4, 0.1]),
      task((x) => (x === 0.1 ? 0 : 0.1)),
      spec(2),
    )
    expect(record.regret[1]).toBeCloseTo(0.8, 12)
  })

  it('runs the given number of trials at once, tells them in simulated order, and is reproducible', async () => {
    const values = [0.11, 0.22, 0.33, 0.44, 0.55, 0.66, 0.77, 0.88]
    const [log, again]: [string[], string[]] = [[], []]
    const record = await run(listed(values, log), task(), spec(8, 3))
    await run(listed(values, again), task(), spec(8, 3))
    expect(again).toEqual(log)
    expect(log.slice(0, 3)).toEqual(['ask 0', 'ask 1', 'ask 2'])
    let running = 0
    for (const [index, line] of log.entries()) {
      running += line.startsWith('ask') ? 1 : line.startsWith('tell') ? -1 : 0
      expect(running).toBeLessThanOrEqual(3)
      if (line.startsWith('tell') && log.slice(index).some((later) => later.startsWith('ask'))) {
        expect(log[index + 1]).toMatch(/^ask/)
      }
    }
    const order = log.filter((line) => line.startsWith('tell')).map((line) => Number(line.split(' ')[1]))
    expect(order.toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(order).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(record.values[0]?.toFixed(2)).toBe(log.find((line) => line.startsWith('tell'))?.split(' ')[2])
  })

  it('runs our samplers reproducibly', async () => {
    const [one, same, other] = [
      await run(ourSystem('gp'), task(), { ...spec(8), system: 'gp' }),
      await run(ourSystem('gp'), task(), { ...spec(8), system: 'gp' }),
      await run(ourSystem('gp'), task(), { ...spec(8, 1, 2), system: 'gp' }),
    ]
    expect(same.values).toEqual(one.values)
    expect(other.values).not.toEqual(one.values)
  })

  it('rejects an unknown sampler', () => {
    expect(() => ourSystem('gpp')).toThrow(/Unknown sampler gpp; expected gp, .*ERR_INVALID_ARGUMENT/)
    expect(() => ourSystem('toString')).toThrow('Unknown sampler toString')
  })
})
