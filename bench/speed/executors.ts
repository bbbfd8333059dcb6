import {
  childProcessExecutor,
  createStudy,
  float,
  type Objective,
  randomSampler,
  space,
  workerThreadExecutor,
} from 'sweetspot'
import type { Executor } from 'sweetspot/extend'
import { objective, reportingObjective } from './square-objective.ts'
import { duration, type Timing, timeEach } from './timing.ts'

const COUNT = 500

/** Trials that each start their own worker, which takes far longer. */
const COLD = 10

/** Durations of whole trials by where their objective runs. */
export interface ExecutorTimings {
  /** On a worker that is already running. */
  readonly warm: Timing
  /** The same with ten reports and questions to the pruner. */
  readonly reporting: Timing
  /** On a worker that is started for the trial. */
  readonly cold?: Timing
}

export interface ExecutorResult {
  readonly inProcess: ExecutorTimings
  readonly thread: ExecutorTimings
  readonly process: ExecutorTimings
}

const module = new URL('./square-objective.ts', import.meta.url)

/** Trials with an objective that costs nothing, one at a time, by random search in memory. */
export async function benchExecutors(): Promise<ExecutorResult> {
  const inProcess = { warm: await time(objective), reporting: await time(reportingObjective) }
  return { inProcess, thread: await timings(workerThreadExecutor), process: await timings(childProcessExecutor) }
}

async function timings(make: typeof workerThreadExecutor): Promise<ExecutorTimings> {
  const timed = async (name: string, trialsPerWorker: number, count: number) => {
    const executor = make(module, { export: name, trialsPerWorker })
    const timing = await time(executor, count)
    await executor.close()
    return timing
  }
  return {
    warm: await timed('objective', Number.MAX_SAFE_INTEGER, COUNT),
    reporting: await timed('reportingObjective', Number.MAX_SAFE_INTEGER, COUNT),
    cold: await timed('objective', 1, COLD),
  }
}

async function time(given: Objective<{ readonly x: number }, 'value'> | Executor, count = COUNT): Promise<Timing> {
  const study = await createStudy({ space: space({ x: float(-1, 1) }), sampler: randomSampler(), seed: 1 })
  return timeEach(count, async () => {
    await study.optimize(given, { trials: 1 })
  })
}

export function showExecutors(result: ExecutorResult): string[] {
  const row = (name: string, { warm, reporting, cold }: ExecutorTimings) =>
    `${name.padEnd(28)}${[warm, reporting, cold].map((timing) => (timing ? duration(timing.median) : '').padStart(16)).join('')}`
  return [
    `${'one trial, median'.padEnd(28)}${['warm', 'with 10 reports', 'cold'].map((head) => head.padStart(16)).join('')}`,
    row('in this process', result.inProcess),
    row('workerThreadExecutor', result.thread),
    row('childProcessExecutor', result.process),
  ]
}
