/**
 * Many workers beside each other on a storage that is a few milliseconds away: what each says of its own attempt must not
 * make the others try again.
 */
import { describe, expect, it } from 'vitest'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { replay } from '../journal/replay.ts'
import { foldIn, keyFromSeed, randomStream } from '../math/random.ts'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { type SimulatedClock, simulatedClock } from '../testing/simulated-clock.ts'
import { createStudy } from './create-study.ts'
import type { Trial } from './live/trial.ts'

const idle = () => new Promise<void>((resolve) => setImmediate(resolve))
const WORKERS = 64
const STEPS = 20

interface Traffic {
  appends: number
  written: number
  reads: number
}

/** A storage whose every call takes 2 to 4 milliseconds there and back. */
function faraway(inner: JournalStorage, clock: SimulatedClock, traffic: Traffic): JournalStorage {
  const random = randomStream(foldIn(keyFromSeed(1), 'network'))
  const travel = () => new Promise<void>((resolve) => void clock.after(1 + random.uniform(), resolve))
  const over = async <T>(call: () => Promise<T>): Promise<T> => {
    await travel()
    try {
      return await call()
    } finally {
      await travel()
    }
  }
  return {
    ...inner,
    find: (name) => over(() => inner.find(name)),
    read: (study, after) => {
      traffic.reads += 1
      return over(() => inner.read(study, after))
    },
    append: (study, events, expected, digest) => {
      traffic.appends += 1
      return over(async () => {
        const position = await inner.append(study, events, expected, digest)
        traffic.written += 1
        return position
      })
    },
  }
}

async function run(workers: number) {
  const clock = simulatedClock(idle)
  const inner = memoryStorage()
  const traffic: Traffic = { appends: 0, written: 0, reads: 0 }
  const storage = faraway(inner, clock, traffic)
  const open = () =>
    createStudy({
      name: 's',
      storage,
      space: space({ x: float(0, 1) }),
      sampler: randomSampler(),
      seed: 1,
      loadIfExists: true,
      clock,
    })
  const studies = []
  for (let worker = 0; worker < workers; worker += 1) studies.push(await clock.until(open()))
  // All trials are started beforehand, so that only reports and results are measured.
  const trials: Trial<{ readonly x: number }, 'value'>[] = []
  for (const study of studies) trials.push(await clock.until(study.ask()))
  Object.assign(traffic, { appends: 0, written: 0, reads: 0 })
  const tells: number[] = []
  const work = studies.map(async (study, worker) => {
    const trial = trials[worker] as Trial<{ readonly x: number }, 'value'>
    for (let step = 0; step < STEPS; step += 1) {
      trial.report(1 / (1 + step), step)
      await new Promise<void>((resolve) => void clock.after(10, resolve))
    }
    const before = clock.now()
    await study.tell(trial, worker)
    tells.push(clock.now() - before)
  })
  await clock.until(Promise.all(work))
  const id = (await inner.find('s')) as string
  return { traffic, slowestTell: Math.max(...tells), snapshot: replay(await inner.read(id, 0)), studies, clock, inner }
}

describe(`${WORKERS} workers that report ${STEPS} steps each, 2 to 4 ms from the storage`, () => {
  it('need few retries of appends, and tell as fast as a single worker', async () => {
    const lone = await run(1)
    const { traffic, slowestTell, snapshot } = await run(WORKERS)
    expect(snapshot.counts).toMatchObject({ completed: WORKERS, running: 0 })
    for (const { measurements } of snapshot.trials) expect(measurements).toHaveLength(STEPS)
    expect(traffic.appends / traffic.written).toBeLessThanOrEqual(1.5)
    expect(slowestTell).toBeLessThanOrEqual(3 * lone.slowestTell)
    // A read for each worker and result, not for each report.
    expect(traffic.reads).toBeLessThanOrEqual(3 * WORKERS)
  })

  it('leave a current digest after close', async () => {
    const { studies, clock, inner } = await run(8)
    await clock.until(Promise.all(studies.map((study) => study.close())))
    const [entry] = await inner.list()
    expect(entry?.digest).toMatchObject({ position: entry?.position, counts: { completed: 8 }, best: { value: 0 } })
  })
})
