import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keyFromSeed, replay, type StudyEvent, type TrialRecord } from '@sweetspot/core'
import { randomJournal } from '@sweetspot/core/testing'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from './sqlite.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Row {
  readonly number: number
  readonly state: string
  readonly attempt: number
  readonly params: string
  readonly results: string | null
  readonly reason: string | null
  readonly created_at: number
  readonly started_at: number | null
  readonly finished_at: number | null
}

async function rowsOf(name: string, events: readonly StudyEvent[]): Promise<Row[]> {
  const path = join(folder, `${name}.db`)
  const storage = sqliteStorage(path)
  const [created, ...rest] = events
  if (created?.type !== 'study-created') throw new Error('A journal begins with its creation.')
  await storage.append(await storage.create(created), rest, 1)
  await storage.close()
  const database = new Database(path, { readonly: true })
  try {
    return database.prepare('select * from trials').all() as Row[]
  } finally {
    database.close()
  }
}

function viewOf(trial: TrialRecord): Partial<Row> {
  const isEnded = 'finishedAt' in trial
  const hasStarted = 'startedAt' in trial
  return {
    number: trial.number,
    state: trial.state,
    attempt: trial.attempt,
    params: JSON.stringify(trial.params),
    results:
      'values' in trial && trial.values && isEnded
        ? JSON.stringify(trial.values).replace(/:null/g, ':{"$number":"NaN"}')
        : null,
    reason: 'reason' in trial && isEnded ? (trial.reason ?? null) : null,
    created_at: trial.createdAt,
    started_at: hasStarted ? trial.startedAt : null,
    finished_at: isEnded ? trial.finishedAt : null,
  }
}

describe('the view of trials', () => {
  it.each([1, 2, 3, 4, 5, 6])('shows what replay computes (journal %i)', async (seed) => {
    const events = randomJournal(keyFromSeed(seed), 1_500)
    const rows = await rowsOf(`random ${seed}`, events)
    const { trials } = replay(events)
    const expected = [...trials].map(viewOf)
    expect(expected.length).toBeGreaterThan(100)
    expect(rows.map(({ number }) => number)).toEqual(expected.map(({ number }) => number))
    for (const [index, row] of rows.entries()) expect(row).toMatchObject(expected[index] as Row)
  })

  it('is fast for many trials', async () => {
    const [created] = randomJournal(keyFromSeed(1), 1) as [StudyEvent]
    const trial = (number: number): StudyEvent[] => [
      { type: 'trial-started', number, attempt: 1, params: { rate: 0.1 }, owner: null, at: number },
      {
        type: 'trial-finished',
        number,
        attempt: 1,
        outcome: { state: 'completed', values: { loss: number } },
        at: number,
      },
    ]
    const rows = await rowsOf('many', [created, ...Array.from({ length: 20_000 }, (_, number) => trial(number)).flat()])
    expect(rows).toHaveLength(20_000)
    expect(rows[19_999]).toMatchObject({ number: 19_999, state: 'completed', results: '{"loss":19999}' })
  })
})
