import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JournalStorage, memoryStorage, randomSampler, SweetspotError } from '@sweetspot/core'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStudy, openStudy } from './create-study.ts'
import { salvageStudies } from './salvage-studies.ts'
import { listStudies, readStudy } from './stored-studies.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  path = join(folder, 'studies.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

const make = async (name: string, trials: number) => {
  const study = await createStudy({ name, storage: `sqlite:${path}`, sampler: randomSampler(), seed: 1 })
  await study.optimize((trial) => trial.float('x', 0, 1), { trials })
  return study
}

/** Changes the file as no program should. */
function damage(statement: string): void {
  const database = new Database(path)
  database.exec(statement)
  database.close()
}

const salvage = () => salvageStudies({ from: `sqlite:${path}`, to: `sqlite:${join(folder, 'saved.db')}` })

describe('salvageStudies', () => {
  it('copies the events before the first altered one, and leaves the file unchanged', async () => {
    for (const [name, trials] of [
      ['healthy', 3],
      ['altered', 5],
    ] as const) {
      await (await make(name, trials)).close()
    }
    damage(`update events set body = replace(body, '"at":', '"at":1') where study = 2 and position = 6`)
    const before = readFileSync(path)
    await expect(readStudy(`sqlite:${path}`, 'altered')).rejects.toThrow(
      "Event 6 of 12 of study 2, 'altered', is missing or altered.",
    )
    expect(await salvage()).toEqual([
      { name: 'healthy', events: 8, lost: 0 },
      { name: 'altered', events: 5, lost: 7 },
    ])
    expect(readFileSync(path)).toEqual(before)
    expect(readdirSync(folder).sort()).toEqual(['saved.db', 'studies.db'])
    const saved = await openStudy({ name: 'altered', storage: `sqlite:${join(folder, 'saved.db')}` })
    expect(saved.trials.map(({ state }) => state)).toEqual(['completed', 'running'])
    await saved.optimize((trial) => trial.float('x', 0, 1), { totalTrials: 3 })
    expect(saved.snapshot.counts.completed).toBe(3)
    await saved.close()
  })

  it('returns the number of events that a truncated log has lost', async () => {
    const study = await make('net', 10)
    const killed = join(folder, 'killed')
    execFileSync('mkdir', [killed])
    for (const end of ['', '-wal', '-mark']) execFileSync('cp', [`${path}${end}`, killed])
    await study.close()
    const left = join(killed, 'studies.db')
    truncateSync(`${left}-wal`, readFileSync(`${left}-wal`).length / 2)
    await expect(listStudies(`sqlite:${left}`)).rejects.toMatchObject({ code: 'ERR_CORRUPT_JOURNAL' })
    const [saved] = await salvageStudies({ from: left, to: `sqlite:${path}2` })
    expect(saved?.name).toBe('net')
    expect((saved?.events ?? 0) + (saved?.lost ?? 0)).toBe(22)
    expect(saved?.events).toBeGreaterThan(5)
    expect(saved?.lost).toBeGreaterThan(5)
    expect((await readStudy(`sqlite:${path}2`, 'net')).position).toBe(saved?.events)
  })

  it('saves a study whose entry is damaged or gone, and names one that cannot be saved', async () => {
    for (const name of ['one', 'two', 'three']) await (await make(name, 1)).close()
    damage(`update studies set name = 'onn' where id = 1`)
    damage(`delete from studies where id = 2`)
    damage(`pragma foreign_keys = off; delete from events where study = 3 and position = 1`)
    await expect(listStudies(`sqlite:${path}`)).rejects.toThrow(`The entry of study 1, 'onn', is damaged`)
    expect(await salvage()).toEqual([
      { name: 'one', events: 4, lost: 0 },
      { name: 'three', events: 0, lost: 4 },
    ])
  })

  it('takes a path and any address of the file', async () => {
    await (await make('net', 1)).close()
    for (const from of [path, `sqlite:${path}`, `sqlite:${path}?mode=ro`]) {
      expect(await salvageStudies({ from, to: 'memory:' })).toEqual([{ name: 'net', events: 4, lost: 0 }])
    }
    await expect(salvageStudies({ from: `sqlite:${path}?mode=rw`, to: 'memory:' })).rejects.toMatchObject({
      code: 'ERR_INVALID_STORAGE_URL',
    })
  })

  it('writes nothing if a name exists', async () => {
    await (await make('net', 1)).close()
    await salvage()
    await expect(salvage()).rejects.toMatchObject({ code: 'ERR_STUDY_EXISTS' })
  })

  it('leaves nothing in a target that takes only some of the studies', async () => {
    for (const name of ['one', 'two']) await (await make(name, 1)).close()
    const target = memoryStorage()
    let count = 0
    const to: JournalStorage = {
      ...target,
      async append(...given) {
        count += 1
        if (count === 2) throw new Error('disk full')
        return target.append(...given)
      },
    }
    await expect(salvageStudies({ from: path, to })).rejects.toThrow('disk full')
    expect(await target.list()).toEqual([])
  })

  it('refuses an unreadable file and a missing one', async () => {
    await expect(salvage()).rejects.toMatchObject({ code: 'ERR_STORAGE' })
    writeFileSync(path, 'not a database at all '.repeat(1_000))
    await expect(salvage()).rejects.toBeInstanceOf(SweetspotError)
    await expect(salvageStudies({ from: 7 as never, to: 'memory:' })).rejects.toMatchObject({
      code: 'ERR_INVALID_STORAGE_URL',
    })
  })
})
