/**
 * Whole runs of several processes on one study, simulated: every storage operation takes time, processes crash between
 * any two steps or freeze and come back as zombies, objectives fail. For each seed the run is the same each time.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { replay } from '../journal/replay.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import { foldIn, keyFromSeed, type RandomStream, randomStream } from '../math/random.ts'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { type SimulatedClock, simulatedClock } from '../testing/simulated-clock.ts'
import { createStudy } from './create-study.ts'

const TOTAL = 12
const PROCESSES = 3
const EXPIRY = 30_000
const search = space({ x: float(0, 1) })

const idle = () => new Promise<void>((resolve) => setImmediate(resolve))
const never = new Promise<never>(() => {})

/** The state shared by all processes. */
interface World {
  readonly clock: SimulatedClock
  readonly storage: JournalStorage
  readonly random: RandomStream
  /** Tells that were acknowledged: by trial, the value. */
  readonly acknowledged: Map<number, number>
}

/** A process with its own view of the storage, which has no effect after a crash. */
class Process {
  readonly #world: World
  #crashed = false
  #frozenUntil = 0

  constructor(world: World) {
    this.#world = world
  }

  crash(): void {
    this.#crashed = true
  }

  freeze(milliseconds: number): void {
    this.#frozenUntil = this.#world.clock.now() + milliseconds
  }

  /** Waits, forever after a crash. */
  async wait(milliseconds: number): Promise<void> {
    const { clock } = this.#world
    await new Promise<void>((resolve) => void clock.after(milliseconds, resolve))
    while (clock.now() < this.#frozenUntil) {
      const rest = this.#frozenUntil - clock.now()
      await new Promise<void>((resolve) => void clock.after(rest, resolve))
    }
    if (this.#crashed) await never
  }

  get storage(): JournalStorage {
    const { storage, random } = this.#world
    const remote =
      <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        await this.wait(1 + random.integer(40))
        const result = await call(...args).then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        )
        await this.wait(1 + random.integer(40))
        if ('error' in result) throw result.error
        return result.value
      }
    const { presence } = storage
    return {
      create: remote(storage.create),
      find: remote(storage.find),
      list: remote(storage.list),
      delete: remote(storage.delete),
      read: remote(storage.read),
      append: remote(storage.append),
      close: async () => {},
      presence: {
        interval: presence.interval,
        beat: remote(presence.beat),
        leave: remote(presence.leave),
        gone: remote(presence.gone),
      },
    }
  }
}

function createWorld(seed: number): World {
  const clock = simulatedClock(idle)
  const inner = memoryStorage()
  const seen = new Map<string, number>()
  const storage: JournalStorage = {
    ...inner,
    presence: {
      interval: 10_000,
      beat: async (owner) => void seen.set(owner, clock.now()),
      leave: async (owner) => void seen.delete(owner),
      gone: async (owners) => owners.filter((owner) => clock.now() - (seen.get(owner) ?? -1e9) > EXPIRY),
    },
  }
  return { clock, storage, random: randomStream(foldIn(keyFromSeed(seed), 'world')), acknowledged: new Map() }
}

/** One life of a process: some run `optimize`, some ask and tell. */
async function live(world: World, process: Process, style: number): Promise<void> {
  const { clock, random, acknowledged } = world
  const study = await createStudy({
    name: 's',
    storage: process.storage,
    space: search,
    sampler: randomSampler(),
    seed: 1,
    loadIfExists: true,
    clock,
    maxCrashes: 4,
    observers: [{ notice: () => {} }],
  })
  const work = async (report: (value: number) => void): Promise<number> => {
    for (let step = 0; step < 3; step += 1) {
      await process.wait(random.integer(8_000))
      report(step)
    }
    const luck = random.uniform()
    if (luck < 0.1) throw new Error('flaky')
    return luck < 0.15 ? Number.NaN : luck
  }
  if (style === 0) {
    const onTrial = ({ state, number, values }: { state: string; number: number; values?: { value: number } }) => {
      if (state === 'completed') acknowledged.set(number, values?.value as number)
    }
    const options = { totalTrials: TOTAL, concurrency: 2, retries: 1, catch: true } as const
    await study.optimize((trial) => work(trial.report), { ...options, onTrial: (trial) => onTrial(trial as never) })
  } else {
    for (;;) {
      const trial = await study.ask({ totalTrials: TOTAL })
      if (!trial) break
      try {
        const value = await work(trial.report)
        await study.tell(trial, value)
        if (Number.isFinite(value)) acknowledged.set(trial.number, value)
      } catch (error) {
        // A zombie's report or result is refused, or its objective failed.
        const refused = /ERR_STALE_ATTEMPT|ERR_TRIAL_NOT_RUNNING|ERR_RESULT_CONFLICT/.test(String(error))
        if (!refused) await study.tell(trial, { state: 'failed', error: 'flaky' }).catch(() => {})
      }
    }
  }
  await study.close()
}

/** Lives of a process one after another; it crashes or freezes at random. */
async function inhabit(world: World, style: number): Promise<void> {
  const { clock, random } = world
  for (let life = 0; life < 3; life += 1) {
    const process = new Process(world)
    const ended = live(world, process, style).then(() => true)
    const doom = life < 2 ? random.integer(60_000) : Number.POSITIVE_INFINITY
    if (random.uniform() < 0.3)
      clock.after(random.integer(30_000), () => process.freeze(20_000 + random.integer(60_000)))
    const crashed = new Promise<boolean>((resolve) => {
      if (Number.isFinite(doom)) clock.after(doom, () => resolve(false))
    })
    if (await Promise.race([ended, crashed])) return
    process.crash()
    await new Promise<void>((resolve) => void clock.after(random.integer(20_000), resolve))
  }
}

async function run(seed: number) {
  const world = createWorld(seed)
  const lives = Array.from({ length: PROCESSES }, (_, process) => inhabit(world, process % 2))
  await world.clock.until(Promise.all(lives))
  // The crash of the last process must be detected first.
  await world.clock.advance(2 * EXPIRY)
  await world.clock.until(live(world, new Process(world), 1))
  const id = (await world.storage.find('s')) as string
  return { events: await world.storage.read(id, 0), acknowledged: world.acknowledged, end: world.clock.now() }
}

function check(events: readonly StudyEvent[], acknowledged: ReadonlyMap<number, number>): void {
  const attempts = new Map<number, number>()
  const running = new Map<number, number>()
  const params = new Map<number, unknown>()
  const finishes = new Map<number, StudyEvent & { type: 'trial-finished' }>()
  let numbers = 0
  for (const event of events) {
    if (event.type === 'trial-started') {
      expect(event.attempt).toBe((attempts.get(event.number) ?? 0) + 1)
      if (event.attempt === 1) expect(event.number).toBe(numbers++)
      else expect(event.params).toEqual(params.get(event.number))
      attempts.set(event.number, event.attempt)
      params.set(event.number, event.params)
    }
    // Late events of an ended attempt are in the journal, and are ignored.
    const isRunning = 'attempt' in event && running.get(event.number) === event.attempt
    if (event.type === 'trial-started') running.set(event.number, event.attempt)
    if (event.type === 'trial-requeued' && isRunning) running.delete(event.number)
    if (event.type === 'trial-finished' && isRunning) {
      running.delete(event.number)
      expect(finishes.has(event.number)).toBe(false)
      finishes.set(event.number, event)
    }
  }
  for (const [number, value] of acknowledged) {
    expect(finishes.get(number)?.outcome).toEqual({ state: 'completed', values: { value } })
  }
  const { counts, trials } = replay(events)
  expect([counts.waiting, counts.running]).toEqual([0, 0])
  expect(trials.next).toBe(TOTAL)
  expect(finishes.size).toBe(TOTAL)
}

const SEEDS = 200

describe('simulated processes that crash, freeze and fail', () => {
  // The first study loads the modules of the default sampler, which no simulated time can wait for.
  beforeAll(async () => void (await createStudy()))

  it(`lose no trial and no acknowledged result (${SEEDS} seeds)`, async () => {
    let lost = 0
    let retried = 0
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const { events, acknowledged } = await run(seed)
      try {
        check(events, acknowledged)
      } catch (cause) {
        throw new Error(`seed ${seed}`, { cause })
      }
      lost += events.filter((event) => event.type === 'trial-requeued' && event.reason === 'lost').length
      retried += events.filter((event) => event.type === 'trial-requeued' && event.reason === 'retry').length
    }
    // The simulation must cover these cases.
    expect(lost).toBeGreaterThan(SEEDS)
    expect(retried).toBeGreaterThan(SEEDS / 4)
  }, 120_000)

  it('run identically with the same seed', async () => {
    const plain = async (seed: number) => {
      const { events, end } = await run(seed)
      const owners = new Map<unknown, number>()
      const renamed = (owner: unknown) => owners.set(owner, owners.get(owner) ?? owners.size).get(owner)
      return {
        end,
        events: events.map((event) => ('owner' in event ? { ...event, owner: renamed(event.owner) } : event)),
      }
    }
    expect(await plain(7)).toEqual(await plain(7))
  })
})
