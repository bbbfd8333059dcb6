import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStorage } from '../../packages/sweetspot/src/storage/sqlite.ts'
import { library } from './library.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  path = join(folder, 'studies.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

interface Report {
  readonly acknowledged: readonly number[]
  readonly errors: readonly { readonly code: string; readonly message: string }[]
  readonly isRead: boolean
}

const EVENTS = 40

/** Appends in a process in which a call of the system fails. */
function append(fault: string, end: 'close' | 'killed'): Report {
  const program = new URL('../../packages/sweetspot/test/processes/append-to-failing-disk.ts', import.meta.url).pathname
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, path, String(EVENTS), end], {
    encoding: 'utf8',
    env: { ...process.env, LD_PRELOAD: library, FAULT: fault },
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout) as Report
}

/** The values of the events that a process without failures reads. */
async function stored(): Promise<number[]> {
  const storage = sqliteStorage(path)
  try {
    const id = await storage.find('net')
    const events = id === undefined ? [] : await storage.read(id, 0)
    return events.flatMap((event) => (event.type === 'study-annotated' ? [Number(event.attributes.value)] : []))
  } finally {
    await storage.close()
  }
}

/** Each with the calls that fail: in the creation, in an early and in a late transaction, or when the file is closed. */
const FAULTS: readonly (readonly [string, string, readonly number[], 'close' | 'killed', RegExp])[] = [
  ['a write to the log fails', 'pwrite # EIO -wal', [1, 40, 90], 'killed', /SQLITE_IOERR_WRITE/],
  ['a write to the log is torn', 'pwrite # torn -wal', [40, 91], 'killed', /SQLITE_IOERR_WRITE/],
  ['the disk is full for the log', 'pwrite # ENOSPC -wal', [40, 91], 'killed', /the disk is full/],
  ['the log cannot be synchronised', 'fsync # EIO -wal', [1, 4, 20], 'killed', /SQLITE_IOERR_FSYNC/],
  ['a write to the file fails', 'pwrite # EIO .db', [1, 6, 20], 'close', /SQLITE_IOERR_WRITE/],
  ['the file cannot be synchronised', 'fsync # EIO .db', [1, 2], 'close', /SQLITE_IOERR_FSYNC/],
  ['the file cannot be read', 'pread # EIO .db', [1, 2, 4], 'close', /SQLITE_IOERR|malformed/],
]

describe.each(FAULTS)('if %s', (_, fault, numbers, end, text) => {
  it('the event is refused with a code, and no acknowledged one is lost', async () => {
    let refused = 0
    for (const number of numbers) {
      rmSync(folder, { recursive: true, force: true })
      const { acknowledged, errors } = append(fault.replace('#', `${number}`), end)
      for (const { code, message } of errors) {
        expect(['ERR_STORAGE', 'ERR_CORRUPT_JOURNAL']).toContain(code)
        expect(message).toContain(path)
        expect(message).toMatch(text)
      }
      // One call fails, so one event or the creation is refused at most.
      expect(errors.length).toBeLessThanOrEqual(1)
      refused += errors.length
      const found = await stored()
      expect(found.filter((value) => acknowledged.includes(value))).toEqual(acknowledged)
      // What was refused may have reached the disk, but only if nothing was written after it.
      expect(found.length - acknowledged.length).toBeLessThanOrEqual(1)
    }
    expect(refused).toBeGreaterThan(0)
  })

  it('always, events are refused, and the file can be used once the disk works again', async () => {
    const number = numbers.at(-1) ?? 1
    const { acknowledged, errors } = append(fault.replace('#', `${-number}`), 'killed')
    for (const { code } of errors) expect(['ERR_STORAGE', 'ERR_CORRUPT_JOURNAL']).toContain(code)
    const found = await stored()
    expect(found.filter((value) => acknowledged.includes(value))).toEqual(acknowledged)
    const later = append('none 0 EIO none', 'close')
    expect(later.errors).toEqual([])
    expect(await stored()).toEqual([...found, ...later.acknowledged])
  })
})
