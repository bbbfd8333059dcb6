import { foldIn, keyFromSeed, paramsKey } from 'sweetspot'
import type { RunRecord, RunSpec } from './run-record.ts'
import type { System } from './systems/system.ts'
import { normalisedRegret, type Task } from './tasks/task.ts'

/** Runs one system on one task: `trials` are asked for, evaluated and told, one after another. */
export async function run(system: System, task: Task, spec: RunSpec): Promise<RunRecord> {
  const { seed, trials, parallel } = spec
  const optimisation = await system.start({ space: task.space, seed, trials, parallel })
  const chance = foldIn(keyFromSeed(seed), 'evaluation')
  const values: (number | null)[] = []
  const regret: number[] = []
  const [askMs, tellMs]: [number[], number[]] = [[], []]
  const tried = new Set<string>()
  let [best, regretOfBest] = [Number.POSITIVE_INFINITY, 1]
  try {
    for (let index = 0; index < trials; index += 1) {
      const { id, params } = await timed(askMs, () => optimisation.ask())
      tried.add(paramsKey(params))
      const { told, judged } = await task.evaluate(params, foldIn(chance, index))
      await timed(tellMs, () => optimisation.tell(id, told))
      // With noise the best is what looks best, and it is judged by what it is worth.
      if (Number.isFinite(told) && told < best) [best, regretOfBest] = [told, normalisedRegret(judged, task)]
      values.push(Number.isFinite(told) ? told : null)
      regret.push(regretOfBest)
    }
  } finally {
    await optimisation.close()
  }
  return {
    ...spec,
    version: system.version,
    values,
    regret,
    failures: values.filter((value) => value === null).length,
    duplicates: trials - tried.size,
    askMs,
    tellMs,
  }
}

/** Adds to `durations` how many milliseconds the work took, to a thousandth. */
async function timed<T>(durations: number[], work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const result = await work()
  durations.push(Math.round((performance.now() - began) * 1_000) / 1_000)
  return result
}
