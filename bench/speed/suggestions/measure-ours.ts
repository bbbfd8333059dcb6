/** Measures one cell in a separate process, unaffected by other cells: `measure-ours.ts CELL SECONDS`, JSON out. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createStudy, gpSampler, type Params, type Sampler, type Study, type Trial } from 'sweetspot'
import { type Cell, type OurSuggestions, roundsOf, spreadOf } from './cell.ts'
import { mixedTask } from './mixed-task.ts'

/** Resolution of the histogram, in milliseconds. */
const RESOLUTION = 1
/** Number of warm-up rounds, for the JIT compiler. */
const WARM_UP = 3
const MOST_REPETITIONS = 5

const cell = JSON.parse(process.argv[2] as string) as Cell
const seconds = Number(process.argv[3])
const task = mixedTask(cell.dimensions)

interface Durations {
  readonly askAtOnce: number[]
  readonly askRested: number[]
  readonly tell: number[]
  readonly learning: number[]
  readonly longestBlock: number[]
}

/** A sampler that reports when it has learned. */
function observed(sampler: Sampler, learning: number[]): { sampler: Sampler; learned: () => Promise<void> } {
  let done = Promise.withResolvers<void>()
  return {
    sampler: {
      ...sampler,
      async learn(snapshot, pause) {
        learning.push(await timed(() => sampler.learn?.(snapshot, pause)))
        done.resolve()
      },
    },
    async learned() {
      await done.promise
      done = Promise.withResolvers()
    },
  }
}

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) * 1_000
}

/**
 * Starts a study with its finished and running trials, and alternates tells and asks; returns the duration of the first
 * ask. Blocks of the event loop count from the first ask on, since earlier trials are added without yielding.
 */
async function repetition(seed: number, rested: boolean, durations: Durations): Promise<number> {
  const learning: number[] = []
  const { sampler, learned } = observed(gpSampler(), learning)
  const study = await createStudy({ space: task.space, sampler, seed })
  for (const { params, value } of task.trials(cell.finished, seed)) await study.add(params, value)
  const running: Trial<Params>[] = []
  const ask = async () => void running.push(await study.ask())
  // A new histogram each time, since it would count pauses, too.
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION })
  delays.enable()
  const cold = await timed(ask)
  while (running.length < cell.concurrency) await ask()
  for (let round = -WARM_UP; round < roundsOf(cell); round++) {
    const tell = await timed(() => tellOldest(study, running))
    if (rested) await learned()
    const asked = await timed(ask)
    if (round < 0) continue
    durations.tell.push(tell)
    durations[rested ? 'askRested' : 'askAtOnce'].push(asked)
  }
  delays.disable()
  durations.longestBlock.push(Math.max(0, delays.max / 1_000 - RESOLUTION * 1_000))
  if (rested) durations.learning.push(...learning.slice(WARM_UP))
  await study.close()
  return cold
}

async function tellOldest(study: Study, running: Trial<Params>[]): Promise<void> {
  const trial = running.shift() as Trial<Params>
  await study.tell(trial, task.value(trial.params))
}

const none = (): Durations => ({ askAtOnce: [], askRested: [], tell: [], learning: [], longestBlock: [] })

// The first repetition runs code that is not compiled yet: only its first ask (cold) counts.
const cold = await repetition(1, true, none())
await repetition(1, false, none())
const durations = none()
const end = performance.now() + seconds * 1_000
for (let seed = 2; seed === 2 || (seed < 2 + MOST_REPETITIONS && performance.now() < end); seed++) {
  await repetition(seed, true, durations)
  await repetition(seed, false, durations)
}
global.gc?.()
const result: OurSuggestions = {
  ...cell,
  askAtOnce: spreadOf(durations.askAtOnce),
  askRested: spreadOf(durations.askRested),
  learning: spreadOf(durations.learning),
  tell: spreadOf(durations.tell),
  cold,
  longestBlock: Math.max(...durations.longestBlock),
  memory: { heapMb: process.memoryUsage().heapUsed / 2 ** 20, peakMb: process.resourceUsage().maxRSS / 1_024 },
}
console.log(JSON.stringify(result))
