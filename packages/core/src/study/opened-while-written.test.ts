/** Opening a study with other declarations while other processes write and run it. */
import { describe, expect, it } from 'vitest'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { readStudy } from '../journal/read-study.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { createStudy } from './create-study.ts'

const search = space({ x: float(0, 1) }) as SearchSpace<Params>
const wider = space({ x: float(0, 2) }) as SearchSpace<Params>

/** Handles of one study, like those of several processes. */
function processes() {
  const storage = memoryStorage()
  const notices: string[] = []
  const observers = [{ notice: (text: string) => notices.push(text) }]
  const open = (declared: SearchSpace<Params>, through: JournalStorage = storage) =>
    createStudy({
      name: 's',
      loadIfExists: true,
      storage: through,
      space: declared,
      sampler: randomSampler(),
      seed: 1,
      observers,
    })
  return { storage, notices, open }
}

/** A storage that calls a function before the first write of an event of a type. */
function before(type: StudyEvent['type'], call: () => Promise<unknown>, inner: JournalStorage): JournalStorage {
  let called = false
  return {
    ...inner,
    append: async (study, events, expected, digest) => {
      if (!called && events.some((event) => event.type === type)) {
        called = true
        await call()
      }
      return inner.append(study, events, expected, digest)
    },
  }
}

describe('a study that is opened with another space', () => {
  it('has the results that other processes write in the meantime', async () => {
    const { storage, notices, open } = processes()
    const running = await open(search)
    const trial = await running.ask()
    const tell = () => running.tell(trial, 0.5)
    const opened = await open(wider, before('space-changed', tell, storage))
    const stored = await readStudy(storage, 's')
    expect(opened.snapshot.position).toBe(stored.position)
    expect(opened.trials).toEqual([...stored.trials])
    expect(opened.trials).toMatchObject([{ state: 'completed', value: 0.5 }])
    expect(notices.filter((text) => text.includes('has changed'))).toHaveLength(1)
    await running.correct(0, 0.4, 'measured again')
    await opened.refresh()
    expect(opened.trials).toMatchObject([{ state: 'completed', value: 0.4 }])
  })

  it('decides again after decisions that other processes write in the meantime', async () => {
    const { storage, notices, open } = processes()
    const running = await open(search)
    const opened = await open(
      wider,
      before('space-changed', () => running.ask(), storage),
    )
    expect(opened.trials).toMatchObject([{ state: 'running' }])
    expect(opened.snapshot.position).toBe((await readStudy(storage, 's')).position)
    expect(notices.filter((text) => text.includes('has changed'))).toHaveLength(1)
  })
})

describe('a process that runs while another one declares another space', () => {
  const below = { description: 'x < 0.5', holds: ({ x }: Params) => (x as number) < 0.5 }
  const above = { description: 'x > 0.4', holds: ({ x }: Params) => (x as number) > 0.4 }
  const constrained = space({ x: float(0, 1) }, { constraints: [below] }) as SearchSpace<Params>
  const renamed = space({ y: float(0, 1) }) as SearchSpace<Params>

  it('obeys none of the constraints that the new space lacks', async () => {
    const { open, storage } = processes()
    const running = await open(constrained)
    await running.optimize(() => 1, { trials: 2 })
    await open(renamed)
    expect(await running.optimize(() => 1, { trials: 3 })).toEqual({ reason: 'trials', trialCount: 3 })
    expect(running.space.constraints).toEqual([])
    expect(running.trials.slice(2).map(({ params }) => Object.keys(params))).toEqual([['y'], ['y'], ['y']])
    expect((await readStudy(storage, 's')).best).toEqual(running.best)
  })

  it('obeys the constraints of the new space whose functions it has, and names the others', async () => {
    const { open, notices } = processes()
    const running = await open(constrained)
    await open(space({ x: float(0, 2) }, { constraints: [below, above] }) as SearchSpace<Params>)
    notices.length = 0
    await running.optimize(() => 1, { trials: 20 })
    expect(running.trials.every(({ params }) => (params.x as number) < 0.5)).toBe(true)
    expect(notices).toEqual([
      's has constraints that are functions, which are not stored. Pass its space; otherwise they are not obeyed: ' +
        'x > 0.4.',
    ])
  })

  it('obeys a constraint again once it is declared again', async () => {
    const { open } = processes()
    const running = await open(constrained)
    await open(wider)
    await running.refresh()
    expect(running.space.constraints).toEqual([])
    await open(constrained)
    await running.refresh()
    expect(running.space.constraints).toEqual([below])
  })
})

describe('the changes of a space', () => {
  const rule = (description: string) => ({ description, holds: () => true })
  const limited = (...rules: string[]) =>
    space({ x: float(0, 1) }, { constraints: rules.map(rule) }) as SearchSpace<Params>

  it('name each constraint once', async () => {
    const { open, notices } = processes()
    await open(limited('a', 'b'))
    await open(limited('b', 'c', 'd'))
    const added = 'The constraint "c" was added. The constraint "d" was added. The constraint "a" was removed.'
    expect(notices).toEqual([expect.stringContaining(`has changed: ${added}`)])
  })
})
