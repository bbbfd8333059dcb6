import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomSampler, replay, type StudyEvent, type StudySnapshot } from '@sweetspot/core'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStudy, openStudy } from '../create-study.ts'
import { deleteStudy, readStudy } from '../stored-studies.ts'
import { sqliteStorage } from './sqlite.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  path = join(folder, 'studies.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The number of trials before a checkpoint is due: each has two events. */
const MANY = 5_000

const trial = (number: number): StudyEvent[] => [
  { type: 'trial-started', number, attempt: 1, params: { x: number / 1e5 }, owner: null, at: number },
  {
    type: 'trial-finished',
    number,
    attempt: 1,
    outcome: { state: 'completed', values: { value: Math.abs(number - 700) } },
    at: number,
  },
]

/** Writes a study of many trials without a checkpoint. */
async function writeMany(): Promise<void> {
  const study = await createStudy({ name: 'net', storage: `sqlite:${path}`, seed: 1 })
  await study.close()
  const storage = sqliteStorage(path)
  const id = (await storage.find('net')) as string
  await storage.append(id, Array.from({ length: MANY }, (_, number) => trial(number)).flat(), 1)
  await storage.close()
}

/** Opens the study and runs trials, and closes it when its checkpoint is written. */
async function runSome(trials: number): Promise<string[]> {
  const notices: string[] = []
  const study = await openStudy({
    name: 'net',
    storage: `sqlite:${path}`,
    sampler: randomSampler(),
    observers: [{ notice: (text) => notices.push(text) }],
  })
  await study.optimize((running) => running.float('x', 0, 1), { trials })
  await study.close()
  return notices
}

/** Changes the file by hand, and returns what a query finds. */
function byHand(sql: string): unknown[] {
  const database = new Database(path)
  try {
    const statement = database.prepare(sql)
    return statement.reader ? statement.all() : [statement.run().changes]
  } finally {
    database.close()
  }
}

async function journal(): Promise<readonly StudyEvent[]> {
  const storage = sqliteStorage(path)
  const id = (await storage.find('net')) as string
  const events: StudyEvent[] = []
  for (;;) {
    const page = await storage.read(id, events.length)
    if (page.length === 0) break
    events.push(...page)
  }
  await storage.close()
  return events
}

/** Compares a snapshot with a replay of all events. */
function isSame(snapshot: StudySnapshot, events: readonly StudyEvent[]): void {
  const expected = replay(events)
  const view = ({ position, counts, best, finishedTrials, trials, discovery }: StudySnapshot) => ({
    position,
    counts,
    best,
    discovery,
    values: [...finishedTrials.values],
    units: [...finishedTrials.units],
    trials: [...trials],
  })
  expect(view(snapshot)).toEqual(view(expected))
}

describe('the checkpoint of a study', () => {
  it('is written by a process that writes to a long study, and only then', async () => {
    await writeMany()
    await readStudy(`sqlite:${path}`, 'net')
    const looking = await openStudy({ name: 'net', storage: `sqlite:${path}` })
    await looking.close()
    expect(byHand('select * from checkpoints')).toEqual([])
    await runSome(2)
    expect(byHand('select position, version, parts > 2 as has_parts from checkpoints')).toEqual([
      { position: 2 * MANY + 2, version: 1, has_parts: 1 },
    ])
    const events = await journal()
    expect(events).toHaveLength(1 + 2 * MANY + 5)
    isSame(await readStudy(`sqlite:${path}`, 'net'), events)
    // No other is due yet.
    await runSome(3)
    expect(byHand('select position from checkpoints')).toEqual([{ position: 2 * MANY + 2 }])
    isSame(await readStudy(`sqlite:${path}`, 'net'), await journal())
  })

  it('replaces the events before it when the study is read', async () => {
    await writeMany()
    await runSome(1)
    // Reading all events would fail.
    byHand("update events set body = '' where position < 9000")
    const snapshot = await readStudy(`sqlite:${path}`, 'net')
    expect(snapshot.counts.completed).toBe(MANY + 1)
    expect(snapshot.best?.number).toBe(700)
    expect(snapshot.trials.get(4)).toMatchObject({ params: { x: 4e-5 }, values: { value: 696 } })
    const readOnly = await readStudy(`sqlite:${path}?mode=ro`, 'net')
    expect(readOnly.counts.completed).toBe(MANY + 1)
  })

  it.each([
    ['damaged', 'update checkpoint_parts set bytes = zeroblob(length(bytes)) where number = 1'],
    ['incomplete', 'delete from checkpoint_parts where number = 2'],
    ['of other events', 'update checkpoints set head = head + 1'],
    ['of another version than it was', 'update checkpoints set version = 99'],
  ])('is ignored with a notice if it is %s', async (_, damage) => {
    await writeMany()
    await runSome(1)
    byHand(damage)
    isSame(await readStudy(`sqlite:${path}`, 'net'), await journal())
    expect(await runSome(1)).toEqual(['The checkpoint of study 1 is damaged; all of its events are read instead.'])
  })

  it('is deleted with the study', async () => {
    await writeMany()
    await runSome(1)
    await deleteStudy({ name: 'net', storage: `sqlite:${path}` })
    expect(byHand('select number from checkpoint_parts')).toEqual([])
  })
})
