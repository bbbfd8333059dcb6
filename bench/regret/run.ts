import { foldIn, type Key, keyFromSeed, paramsKey, randomStream } from 'sweetspot/extend'
import type { RunRecord, RunSpec } from './run-record.ts'
import type { Optimization, System } from './systems/system.ts'
import { type Evaluation, normalizedRegret, type Task } from './tasks/task.ts'

/** Standard deviation of the logarithm of a trial's duration. */
const SPREAD = 0.5

/** A running trial, on the simulated clock. */
interface Running extends Evaluation {
  readonly id: number
  readonly endsAt: number
}

/**
 * Runs one system on one task, with `parallel` of its `trials` running at once: when one has ended and is told, the
 * next is asked for. Durations are simulated, log-normally distributed by key, so that trials end out of order, in the
 * same way for every system.
 */
export async function run(system: System, task: Task, spec: RunSpec): Promise<RunRecord> {
  const { seed, trials, parallel } = spec
  const optimization = await system.start({ space: task.space, seed, trials, parallel })
  const chance = foldIn(keyFromSeed(seed), 'evaluation')
  const [askMs, tellMs]: [number[], number[]] = [[], []]
  const tried = new Set<string>()
  const running: Running[] = []
  const ended: Evaluation[] = []
  try {
    for (let [asked, now] = [0, 0]; ended.length < trials; ) {
      while (asked < trials && running.length < parallel) {
        const trial = await startTrial(optimization, task, foldIn(chance, asked), now)
        running.push(trial.running)
        tried.add(trial.paramsKey)
        askMs.push(trial.askMs)
        asked += 1
      }
      const next = running.reduce((first, trial) => (trial.endsAt < first.endsAt ? trial : first))
      running.splice(running.indexOf(next), 1)
      now = next.endsAt
      tellMs.push((await timed(() => optimization.tell(next.id, next.told))).ms)
      ended.push(next)
    }
  } finally {
    await optimization.close()
  }
  return {
    ...spec,
    version: system.version,
    values: ended.map(({ told }) => (Number.isFinite(told) ? told : null)),
    regret: regretSoFar(ended, task),
    failures: ended.filter(({ told }) => !Number.isFinite(told)).length,
    duplicates: trials - tried.size,
    askMs,
    tellMs,
  }
}

async function startTrial({ ask }: Optimization, task: Task, key: Key, now: number) {
  const { result, ms } = await timed(ask)
  const duration = Math.exp(SPREAD * randomStream(foldIn(key, 'duration')).normal())
  const running: Running = { id: result.id, endsAt: now + duration, ...(await task.evaluate(result.params, key)) }
  return { running, paramsKey: paramsKey(result.params), askMs: ms }
}

/** The regret of the best so far: the best is chosen by its noisy value, and judged by its value without noise. */
function regretSoFar(ended: readonly Evaluation[], task: Task): number[] {
  let [best, regret] = [Number.POSITIVE_INFINITY, 1]
  return ended.map(({ told, judged }) => {
    if (Number.isFinite(told) && told < best) [best, regret] = [told, normalizedRegret(judged, task)]
    return regret
  })
}

/** The duration of work in milliseconds, with three decimals. */
async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
  const began = performance.now()
  const result = await work()
  return { result, ms: Math.round((performance.now() - began) * 1_000) / 1_000 }
}
