import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type EventOf,
  foldIn,
  type Key,
  keyFromSeed,
  randomStream,
  type StudyDigest,
  SweetspotError,
} from '@sweetspot/core'
import { randomJournal } from '@sweetspot/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqliteStorage } from './sqlite.ts'

/** The number of bits that are flipped, one at a time, in each file. */
const FLIPS = 250

/** Half of the events of each study. */
const HALF = 50

const HEADER = 32
const FRAME = 24 + 4096

let root: string
/** A folder with a file that was closed in order. */
let closed: string
/** A folder left by a killed process: half of the events are only in the log. */
let killed: string
let copies = 0

const digest = (position: number): StudyDigest => ({
  position,
  counts: { waiting: 0, running: 0, paused: 0, completed: position, pruned: 0, failed: 0 },
  best: { value: 1 / position },
  changedAt: 7,
})

async function write(path: string, half: number) {
  const storage = sqliteStorage(path)
  for (const [index, name] of ['first', 'second', 'third'].entries()) {
    const [created, ...events] = randomJournal(keyFromSeed(index), 2 * HALF, {})
    const parts = [events.slice(0, HALF), events.slice(HALF)]
    const id = half === 0 ? await storage.create({ ...(created as EventOf<'study-created'>), name }) : `${index + 1}`
    for (const [at, event] of (parts[half] as typeof events).entries()) {
      const position = 2 + half * HALF + at
      await storage.append(id, [event], 'any', at % 10 === 0 ? digest(position) : undefined)
    }
  }
  return storage
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  const folder = join(root, 'made')
  const path = join(folder, 'studies.db')
  await (await write(path, 0)).close()
  const storage = await write(path, 1)
  killed = join(root, 'killed')
  // Another process copies, because closing a file would release the locks of this one.
  execFileSync('cp', ['-r', folder, killed])
  rmSync(join(killed, 'studies.db-shm'))
  await storage.close()
  closed = folder
})
afterAll(() => rmSync(root, { recursive: true }))

/** A copy of a folder to be damaged. */
function copyOf(folder: string): string {
  copies += 1
  const copy = join(root, `copy ${copies}`)
  cpSync(folder, copy, { recursive: true })
  return join(copy, 'studies.db')
}

/** The whole content of a file. */
async function contentOf(path: string, readOnly = false) {
  const storage = sqliteStorage(path, { readOnly })
  try {
    const studies = await storage.list()
    const found = []
    for (const name of ['first', 'second', 'third']) found.push(await storage.find(name))
    const events = []
    for (const id of ['1', '2', '3']) events.push(await storage.read(id, 0))
    return { studies, found, events }
  } finally {
    await storage.close()
  }
}

/** Expects the same content or a SweetspotError. */
async function readDamaged(path: string, readOnly: boolean, expected: unknown): Promise<SweetspotError | 'same'> {
  try {
    expect(await contentOf(path, readOnly)).toEqual(expected)
    return 'same'
  } catch (error) {
    if (error instanceof SweetspotError) return error
    throw error
  }
}

function flip(file: string, key: Key): void {
  const bytes = new Uint8Array(readFileSync(file))
  const stream = randomStream(key)
  const at = stream.integer(bytes.length)
  bytes[at] = (bytes[at] as number) ^ (1 << stream.integer(8))
  writeFileSync(file, bytes)
}

const bytesOf = (path: string) =>
  [path, `${path}-wal`].map(
    (file) => statSync(file, { throwIfNoEntry: false }) && readFileSync(file).toString('base64'),
  )

describe('a flipped bit', () => {
  it.each([
    // Most bytes of the empty tables of owners and checkpoints mean nothing.
    ['in the file', () => closed, 'studies.db', 130],
    ['in the file beside a log', () => killed, 'studies.db', 1],
    ['in the write-ahead log', () => killed, 'studies.db-wal', 100],
    ['in the marks', () => killed, 'studies.db-mark', 0],
  ])(
    '%s changes nothing, or is refused',
    async (_, folder, name, least) => {
      const expected = await contentOf(copyOf(folder()))
      let refused = 0
      for (let index = 0; index < FLIPS; index += 1) {
        const path = copyOf(folder())
        flip(join(path, '..', name), foldIn(keyFromSeed(7), index))
        const before = bytesOf(path)
        const result = await readDamaged(path, index % 2 === 1, expected)
        if (result === 'same') continue
        refused += 1
        expect(['ERR_CORRUPT_JOURNAL', 'ERR_STORAGE', 'ERR_UNSUPPORTED_VERSION']).toContain(result.code)
        expect(result.message).toMatch(/studies\.db|[Ss]tudy (?:\d+\b|'(?:first|second|third)')/)
        if (name === 'studies.db-wal') expect(bytesOf(path)).toEqual(before)
      }
      expect(refused).toBeGreaterThanOrEqual(least)
    },
    300_000,
  )
})

describe('a truncated write-ahead log', () => {
  it('is refused at any length if acknowledged events are missing', async () => {
    const expected = await contentOf(copyOf(killed))
    const { size } = statSync(join(killed, 'studies.db-wal'))
    const frames = Math.floor((size - HEADER) / FRAME)
    expect(frames).toBeGreaterThan(20)
    const cuts = [0, 1, 31, HEADER, HEADER + 1, HEADER + 24, size - 1, size - 4096, size - FRAME]
    for (let frame = 1; frame < frames; frame += Math.ceil(frames / 15)) {
      cuts.push(HEADER + frame * FRAME, HEADER + frame * FRAME + 24, HEADER + frame * FRAME + 2_000)
    }
    for (const cut of cuts) {
      const path = copyOf(killed)
      truncateSync(`${path}-wal`, cut)
      const before = bytesOf(path)
      const result = await readDamaged(path, cut % 2 === 1, expected)
      expect(result).toMatchObject({ code: 'ERR_CORRUPT_JOURNAL' })
      expect((result as SweetspotError).message).toMatch(
        /has lost the last (?:event|\d+ events) of the study '(?:first|second|third)'/,
      )
      expect(bytesOf(path)).toEqual(before)
    }
  })

  it('is refused if it was deleted', async () => {
    const path = copyOf(killed)
    rmSync(`${path}-wal`)
    await expect(contentOf(path)).rejects.toMatchObject({ code: 'ERR_CORRUPT_JOURNAL' })
  })

  it('is refused if it contained a whole study, with a message', async () => {
    const folder = join(root, 'one')
    const storage = sqliteStorage(join(folder, 'studies.db'))
    await storage.create(randomJournal(keyFromSeed(1), 1, {})[0] as EventOf<'study-created'>)
    execFileSync('cp', ['-r', folder, `${folder} killed`])
    await storage.close()
    const path = join(`${folder} killed`, 'studies.db')
    rmSync(`${path}-shm`)
    rmSync(`${path}-wal`)
    await expect(contentOf(path)).rejects.toMatchObject({ code: 'ERR_CORRUPT_JOURNAL' })
  })

  it('is accepted if a process was killed during a write', async () => {
    const expected = await contentOf(copyOf(killed))
    for (const part of [1, 24, 2_000]) {
      const path = copyOf(killed)
      const log = readFileSync(`${path}-wal`)
      // A frame that was never finished, of a transaction that was never committed.
      writeFileSync(`${path}-wal`, Buffer.concat([log, log.subarray(HEADER, HEADER + part)]))
      expect(await readDamaged(path, false, expected)).toBe('same')
    }
  })

  it('is detected by its frames if there are no marks', async () => {
    const path = copyOf(killed)
    rmSync(`${path}-mark`)
    const log = readFileSync(`${path}-wal`)
    log.fill(0xa5, HEADER + 10 * FRAME, HEADER + 11 * FRAME)
    writeFileSync(`${path}-wal`, log)
    await expect(contentOf(path)).rejects.toThrow('has committed events after invalid frames')
  })

  it('is refused within a transaction if there are no marks', async () => {
    const { size } = statSync(join(killed, 'studies.db-wal'))
    for (const cut of [
      size - 1,
      size - 4_096,
      size - FRAME + 24,
      HEADER + 30 * FRAME + 2_000,
      HEADER + 9 * FRAME + 1,
    ]) {
      const path = copyOf(killed)
      rmSync(`${path}-mark`)
      truncateSync(`${path}-wal`, cut)
      const before = bytesOf(path)
      for (const readOnly of [true, false]) {
        await expect(contentOf(path, readOnly)).rejects.toThrow('ends within a transaction')
      }
      expect(bytesOf(path)).toEqual(before)
    }
  })

  it('is read if only the file and a complete log were copied', async () => {
    const expected = await contentOf(copyOf(killed))
    const path = copyOf(killed)
    rmSync(`${path}-mark`)
    expect(await contentOf(path, true)).toEqual(expected)
    expect(await contentOf(path)).toEqual(expected)
  })

  it('is accepted if a study or its file was deleted', async () => {
    const folder = join(root, 'deleted')
    const path = join(folder, 'studies.db')
    const storage = await write(path, 0)
    await storage.delete('3')
    execFileSync('cp', ['-r', folder, `${folder} killed`])
    await storage.close()
    const left = join(`${folder} killed`, 'studies.db')
    const reopened = sqliteStorage(left)
    expect(await reopened.list()).toHaveLength(2)
    await reopened.close()
    execFileSync('cp', [join(killed, 'studies.db-mark'), join(`${folder} killed`, 'studies.db-mark')])
    rmSync(left)
    expect(await contentOf(left).catch((error: SweetspotError) => error.code)).toBe('ERR_STUDY_NOT_FOUND')
  })
})

describe('a truncated file', () => {
  it('is refused at any length', async () => {
    const expected = await contentOf(copyOf(closed))
    const { size } = statSync(join(closed, 'studies.db'))
    const cuts = [1, 15, 16, 99, 100, 512, 4_095, size - 1, size - 2_000]
    for (let page = 1; page < size / 4_096; page += 2) cuts.push(page * 4_096, page * 4_096 + 1_000)
    for (const cut of cuts) {
      const path = copyOf(closed)
      truncateSync(path, cut)
      const result = await readDamaged(path, cut % 2 === 1, expected)
      expect(result).toBeInstanceOf(SweetspotError)
    }
  })
})
