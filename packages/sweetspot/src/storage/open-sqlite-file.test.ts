import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JournalStorage, memoryStorage, type StudyEvent, SweetspotError } from '@sweetspot/core'
import Database from 'better-sqlite3'
import { CompiledQuery, type Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { salvageStudies } from '../salvage-studies.ts'
import { MIGRATIONS } from './migrations/migrations.ts'
import { openSqliteFile } from './open-sqlite-file.ts'
import { sqliteStorage } from './sqlite.ts'
import { storageError } from './sqlite-errors.ts'
import { sqlite } from './sqlite-file.ts'
import { appendEvents, createStudy, readEvents } from './sqlite-journal.ts'

let folder: string
let path: string
const opened: { close(): unknown }[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  path = join(folder, 'studies.db')
})
afterEach(async () => {
  for (const open of opened.splice(0)) await open.close()
  rmSync(folder, { recursive: true })
})

function storage(options?: { busyTimeout: number }): JournalStorage {
  const made = sqliteStorage(path, options)
  opened.push(made)
  return made
}

/** The file as any program sees it. */
function database(): Database.Database {
  const made = new Database(path)
  opened.push(made)
  return made
}

const created = (name = 'net') =>
  ({ type: 'study-created', format: 1, name, directions: { loss: 'minimize' }, space: null, seed: 1, at: 5 }) as const
const annotated = (value: string | number): StudyEvent => ({ type: 'study-annotated', attributes: { value }, at: 1 })

async function errorOf(work: Promise<unknown>): Promise<SweetspotError> {
  const thrown = await work.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(SweetspotError)
  return thrown as SweetspotError
}

describe('the file', () => {
  it('is created with its folder by the first study, not by looking for one', async () => {
    path = join(folder, 'a', 'b c', 'ü😀.db')
    const made = storage()
    expect(await made.list()).toEqual([])
    expect(await made.find('net')).toBeUndefined()
    expect((await errorOf(made.read('1', 0))).code).toBe('ERR_STUDY_NOT_FOUND')
    expect((await errorOf(made.append('1', [], 'any'))).code).toBe('ERR_STUDY_NOT_FOUND')
    expect((await errorOf(made.delete('1'))).code).toBe('ERR_STUDY_NOT_FOUND')
    expect(readdirSync(folder)).toEqual([])
    await made.create(created())
    expect(existsSync(path)).toBe(true)
  })

  it('stays where it is when the working directory changes', async () => {
    const home = process.cwd()
    process.chdir(folder)
    try {
      const made = sqliteStorage('here.db')
      opened.push(made)
      process.chdir(home)
      await made.create(created())
    } finally {
      process.chdir(home)
    }
    expect(existsSync(join(folder, 'here.db'))).toBe(true)
  })

  it('is in WAL mode, and a single file after the last close', async () => {
    const made = storage()
    await made.create(created())
    const raw = database()
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal')
    raw.close()
    await made.close()
    expect(readdirSync(folder)).toEqual(['studies.db'])
  })

  it('has one row for each event, as readable text', async () => {
    const made = storage()
    const id = await made.create(created())
    await made.append(id, [annotated('héllo')], 1)
    const checksum = expect.any(Number) as number
    expect(database().prepare('select * from events').all()).toEqual([
      { study: 1, position: 1, type: 'study-created', body: JSON.stringify(created()), fenced: 1, checksum },
      {
        study: 1,
        position: 2,
        type: 'study-annotated',
        body: '{"type":"study-annotated","attributes":{"value":"héllo"},"at":1}',
        fenced: 1,
        checksum,
      },
    ])
    expect(database().prepare('select * from studies').all()).toEqual([
      { id: 1, name: 'net', created_at: 5, digest: null, digest_position: 0, position: 2, head: checksum, checksum },
    ])
  })

  it('loses the events of a study with the study', async () => {
    const made = storage()
    const id = await made.create(created())
    await made.create(created('other'))
    await made.delete(id)
    expect(database().prepare('select study from events').pluck().all()).toEqual([2])
  })

  it('is shared by several storages', async () => {
    const one = storage()
    const other = storage()
    const id = await one.create(created())
    await other.append(id, [annotated('other')], 1)
    expect(await one.read(id, 1)).toEqual([annotated('other')])
    expect((await errorOf(one.append(id, [annotated('one')], 1))).code).toBe('ERR_STALE_POSITION')
  })
})

/** A file of the version before checksums and locks. */
function makeVersion2(events: readonly StudyEvent[], damage = ''): void {
  const raw = new Database(path)
  raw.pragma('journal_mode = wal')
  for (const { tables } of MIGRATIONS.slice(0, 2)) {
    for (const { sql } of tables(sqlite as Kysely<unknown>)) raw.exec(sql)
  }
  raw.pragma('application_id = 0x73777370')
  raw.pragma('user_version = 2')
  const digest = JSON.stringify({ position: events.length })
  raw.prepare("insert into studies values (1, 'net', 5, ?, ?)").run(digest, events.length)
  for (const [index, event] of events.entries()) {
    raw.prepare('insert into events values (1, ?, ?, ?, 1)').run(index + 1, event.type, JSON.stringify(event))
  }
  raw.exec(`insert into owners values ('of that time', 'host', ${process.pid}, '1', 1e15); ${damage}`)
  raw.close()
}

describe('a version', () => {
  it('that is later is refused, and the file is unchanged', async () => {
    await storage().create(created())
    const raw = database()
    raw.pragma('user_version = 99')
    const error = await errorOf(storage().list())
    expect(error.code).toBe('ERR_UNSUPPORTED_VERSION')
    expect(error.message).toContain('99')
    expect(raw.pragma('user_version', { simple: true })).toBe(99)
  })

  it('that is earlier is migrated', async () => {
    // A process that dies before its first transaction leaves version 0.
    const raw = database()
    raw.pragma('journal_mode = wal')
    expect(raw.pragma('user_version', { simple: true })).toBe(0)
    const id = await storage().create(created())
    expect(raw.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length)
    expect(await storage().read(id, 0)).toEqual([created()])
  })

  it('without checksums and locks is migrated, or read unchanged with readOnly', async () => {
    const events = [created(), annotated('one'), annotated('two')]
    makeVersion2(events)
    const before = readFileSync(path)
    const looking = sqliteStorage(path, { readOnly: true })
    opened.push(looking)
    expect(await looking.read('1', 0)).toEqual(events)
    expect(await looking.list()).toMatchObject([{ name: 'net', position: 3, digest: { position: 3 } }])
    expect(readFileSync(path)).toEqual(before)
    const made = storage()
    expect(await made.read('1', 0)).toEqual(events)
    expect(await made.list()).toMatchObject([{ name: 'net', position: 3, digest: { position: 3 } }])
    expect(await made.append('1', [annotated('three')], 3)).toBe(4)
    // Processes of that version cannot write, so their running trials are requeued.
    expect(await made.presence.gone(['of that time'])).toEqual(['of that time'])
    expect(await looking.read('1', 3)).toEqual([annotated('three')])
  })

  it('that is earlier and damaged is refused, and the file is unchanged', async () => {
    makeVersion2([created(), annotated('one'), annotated('two')], 'delete from events where position = 2')
    const error = await errorOf(storage().list())
    expect(error.code).toBe('ERR_CORRUPT_JOURNAL')
    expect(error.message).toContain(`Event 2 of the study 'net' is missing`)
    expect(database().pragma('user_version', { simple: true })).toBe(2)
    const saved = memoryStorage()
    expect(await salvageStudies({ from: path, to: saved })).toEqual([{ name: 'net', events: 1, lost: 2 }])
    expect(await saved.read((await saved.find('net')) as string, 0)).toEqual([created()])
  })

  it('that is earlier and has unreadable pages can be salvaged', async () => {
    const events = [created(), ...Array.from({ length: 300 }, (_, index) => annotated(`${index}`.padEnd(500, '.')))]
    makeVersion2(events)
    const bytes = readFileSync(path)
    const at = bytes.indexOf('"200.')
    bytes.fill(0xa5, at - (at % 4096), at - (at % 4096) + 4096)
    writeFileSync(path, bytes)
    const saved = memoryStorage()
    const [study] = await salvageStudies({ from: path, to: saved })
    expect(study?.events).toBeGreaterThan(100)
    expect(study?.events).toBeLessThan(202)
    expect(await saved.read((await saved.find('net')) as string, 0)).toEqual(events.slice(0, study?.events))
  })

  it('is migrated once if many open a new file together', async () => {
    const all = Array.from({ length: 6 }, () => storage())
    const ids = await Promise.all(all.map((each, index) => each.create(created(`study ${index}`))))
    expect(new Set(ids).size).toBe(6)
  })
})

describe('an invalid file', () => {
  it.each([
    [
      'text',
      (file: string) => writeFileSync(file, 'hello, this is no database at all, but some text\n'.repeat(100)),
      'not an SQLite database',
    ],
    [
      'a database of another program',
      (file: string) => {
        const other = new Database(file)
        other.exec('create table studies (study_id integer primary key, study_name text)')
        other.close()
      },
      'another program',
    ],
    [
      'a database that another program has marked',
      (file: string) => {
        const other = new Database(file)
        other.pragma('application_id = 1234')
        other.close()
      },
      'another program',
    ],
  ])('is refused: %s', async (_, make, message) => {
    make(path)
    const before = new Uint8Array(readFileSync(path))
    const error = await errorOf(storage().create(created()))
    expect(error.code).toBe('ERR_STORAGE')
    expect(error.message).toContain(message)
    expect(error.message).toContain(path)
    expect(new Uint8Array(readFileSync(path))).toEqual(before)
  })

  it('is refused: a folder', async () => {
    path = folder
    const error = await errorOf(storage().list())
    expect(error.code).toBe('ERR_STORAGE')
    expect(error.message).toContain('cannot be opened')
  })

  it('is refused: a path through a file', async () => {
    writeFileSync(join(folder, 'file'), '')
    path = join(folder, 'file', 'studies.db')
    expect((await errorOf(storage().list())).code).toBe('ERR_STORAGE')
  })
})

describe('a failing medium', () => {
  it('that is full gives an error, keeps acknowledged events, and writes again when there is space', () => {
    const file = openSqliteFile(path)
    opened.push(file)
    const id = createStudy(file, created())
    let position = 1
    const big = 'x'.repeat(20_000)
    file.all(CompiledQuery.raw('pragma max_page_count = 40'))
    let thrown: unknown
    while (thrown === undefined && position < 100) {
      try {
        position = appendEvents(file, id, [annotated(big), annotated(position)], position)
      } catch (error) {
        thrown = error
      }
    }
    const error = storageError(path, thrown)
    expect(error.code).toBe('ERR_STORAGE')
    expect(error.message).toContain('the disk is full')
    expect(position).toBeGreaterThan(3)
    const other = openSqliteFile(path)
    opened.push(other)
    for (const reader of [file, other]) {
      expect(readEvents(reader, id, 0)).toHaveLength(position)
      expect(readEvents(reader, id, position - 1)).toEqual([annotated(position - 2)])
    }
    file.all(CompiledQuery.raw('pragma max_page_count = 4000'))
    expect(appendEvents(file, id, [annotated(big)], position)).toBe(position + 1)
  })

  it('that is damaged gives an error', async () => {
    const made = storage()
    const id = await made.create(created())
    await made.append(
      id,
      Array.from({ length: 2_000 }, (_, index) => annotated(index)),
      1,
    )
    await made.close()
    const bytes = new Uint8Array(readFileSync(path))
    bytes.fill(0xa5, 4_096 * 3)
    writeFileSync(path, bytes)
    const error = await errorOf(storage().read(id, 0))
    expect(error.code).toBe('ERR_CORRUPT_JOURNAL')
    expect(error.message).toContain('damaged')
  })

  it('that is truncated while it is open gives an error, and takes no event', async () => {
    const made = storage()
    const id = await made.create(created())
    const padding = 'x'.repeat(1_000)
    for (let first = 0; first < 6; first += 1) {
      const events = Array.from({ length: 1_000 }, (_, index) => annotated(`${first} ${index} ${padding}`))
      await made.append(id, events, 'any')
    }
    await made.close()
    const reader = storage()
    expect(await reader.list()).toMatchObject([{ position: 6_001 }])
    // Larger than SQLite's cache, so most pages are read from the file.
    truncateSync(path, 3_000_000)
    expect((await errorOf(reader.read(id, 0))).code).toBe('ERR_CORRUPT_JOURNAL')
    expect((await errorOf(reader.append(id, [annotated(1)], 'any'))).code).toBe('ERR_CORRUPT_JOURNAL')
  })

  it('that loses events gives an error', async () => {
    const made = storage()
    const id = await made.create(created())
    await made.append(id, [annotated(1), annotated(2)], 1)
    database().prepare('delete from events where position = 2').run()
    expect((await errorOf(made.read(id, 0))).code).toBe('ERR_CORRUPT_JOURNAL')
    expect((await errorOf(made.read(id, 1))).message).toContain(`Event 2 of 3 of study 1, 'net', is missing or altered`)
    expect((await errorOf(made.read(id, 2))).code).toBe('ERR_CORRUPT_JOURNAL')
  })

  it('with an invalid event gives an error', async () => {
    const made = storage()
    const id = await made.create(created())
    database().prepare("update events set body = '{'").run()
    expect((await errorOf(made.read(id, 0))).code).toBe('ERR_CORRUPT_JOURNAL')
  })

  it.skipIf(process.platform === 'win32')('that is deleted or replaced while it is open gives an error', async () => {
    const made = storage()
    const id = await made.create(created())
    renameSync(path, join(folder, 'moved.db'))
    const error = await errorOf(made.append(id, [annotated(1)], 1))
    expect(error.code).toBe('ERR_STORAGE')
    expect(error.message).toContain('deleted or replaced')
    await storage().create(created())
    expect((await errorOf(made.append(id, [annotated(1)], 1))).message).toContain('deleted or replaced')
    rmSync(path)
    renameSync(join(folder, 'moved.db'), path)
    expect(await made.append(id, [annotated(1)], 1)).toBe(2)
  })

  it('that is read-only gives an error', () => {
    const file = openSqliteFile(path)
    opened.push(file)
    const id = createStudy(file, created())
    file.run(CompiledQuery.raw('pragma query_only = on'))
    let thrown: unknown
    try {
      appendEvents(file, id, [annotated(1)], 1)
    } catch (error) {
      thrown = error
    }
    expect(storageError(path, thrown).code).toBe('ERR_READ_ONLY')
    expect(readEvents(file, id, 0)).toEqual([created()])
  })
})

describe('a busy file', () => {
  it('is awaited without blocking this process', async () => {
    const made = storage()
    const id = await made.create(created())
    const raw = database()
    raw.exec('begin immediate')
    const appended = made.append(id, [annotated(1)], 1)
    let turns = 0
    for (; turns < 20; turns += 1) await new Promise((resolve) => setTimeout(resolve, 2))
    // Readers and a writer do not block each other.
    expect(await made.read(id, 0)).toHaveLength(1)
    raw.exec('rollback')
    expect(await appended).toBe(2)
  })

  it('is given up after busyTimeout', async () => {
    const made = storage({ busyTimeout: 30 })
    const id = await made.create(created())
    const raw = database()
    raw.exec('begin immediate')
    const error = await errorOf(made.append(id, [annotated(1)], 1))
    expect(error.code).toBe('ERR_STORAGE_BUSY')
    expect(error.message).toContain('30 ms')
    raw.exec('rollback')
    expect(await made.append(id, [annotated(1)], 1)).toBe(2)
  })

  it('is not awaited once the storage is closed', async () => {
    const made = storage()
    const id = await made.create(created())
    const raw = database()
    raw.exec('begin immediate')
    const appended = errorOf(made.append(id, [annotated(1)], 1))
    await new Promise((resolve) => setTimeout(resolve, 5))
    await made.close()
    expect((await appended).code).toBe('ERR_STUDY_CLOSED')
    raw.exec('rollback')
  })
})

describe('a closed storage', () => {
  it('refuses all calls, and can be closed again', async () => {
    const made = storage()
    await made.list()
    await made.close()
    await made.close()
    expect((await errorOf(made.list())).code).toBe('ERR_STUDY_CLOSED')
    expect((await errorOf(made.presence.beat('me'))).code).toBe('ERR_STUDY_CLOSED')
  })
})

describe('arguments', () => {
  it.each(['', ':memory:'])('refuses the path %j', (wrong) => {
    expect(() => sqliteStorage(wrong)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_STORAGE_URL' }))
  })

  it.each([-1, Number.NaN])('refuses the busyTimeout %d', (busyTimeout) => {
    expect(() => sqliteStorage(path, { busyTimeout })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
    )
  })
})
