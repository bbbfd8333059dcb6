import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JournalStorage, StudyDigest, StudyEvent } from '@sweetspot/core'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStorage } from './sqlite.ts'

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

function storage(): JournalStorage {
  const made = sqliteStorage(path)
  opened.push(made)
  return made
}

const created = {
  type: 'study-created',
  format: 1,
  name: 'net',
  directions: { loss: 'minimize' },
  space: null,
  seed: 1,
  at: 5,
} as const
const annotated = (value: number): StudyEvent => ({ type: 'study-annotated', attributes: { value }, at: 1 })
const digest = (position: number): StudyDigest => ({
  position,
  counts: { waiting: 0, running: 0, paused: 0, completed: position, pruned: 0, failed: 0 },
  changedAt: 7,
})

describe('the row of a study that this process has read before', () => {
  it('is that of the last writer: events and digests of other processes are kept', async () => {
    const [one, other] = [storage(), storage()]
    const id = await one.create(created)
    for (let position = 1; position < 20; position += 2) {
      expect(await one.append(id, [annotated(position)], position, digest(position))).toBe(position + 1)
      expect(await other.append(id, [annotated(position)], position + 1)).toBe(position + 2)
      expect(await one.list()).toMatchObject([{ position: position + 2, digest: digest(position) }])
    }
    expect(await storage().read(id, 0)).toHaveLength(21)
  })

  it.each([
    ['position', 'position = position - 1'],
    ['head', 'head = head + 1'],
    ['checksum', 'checksum = checksum + 1'],
    ['digest_position', 'digest_position = 1'],
  ])('is refused once its %s is altered', async (_, change) => {
    const made = storage()
    const id = await made.create(created)
    await made.append(id, [annotated(1)], 1)
    const raw = new Database(path)
    opened.push(raw)
    raw.exec(`update studies set ${change}`)
    const work = [made.append(id, [annotated(2)], 2), made.read(id, 2), made.list()]
    for (const each of work) await expect(each).rejects.toMatchObject({ code: 'ERR_CORRUPT_JOURNAL' })
  })

  it('is refused by the next reader of all columns if its digest is altered', async () => {
    const made = storage()
    const id = await made.create(created)
    await made.append(id, [annotated(1)], 1, digest(1))
    const raw = new Database(path)
    opened.push(raw)
    raw.exec(`update studies set digest = '{}'`)
    expect(await made.append(id, [annotated(2)], 2)).toBe(3)
    await expect(made.list()).rejects.toMatchObject({ code: 'ERR_CORRUPT_JOURNAL' })
    await expect(storage().append(id, [annotated(3)], 3)).rejects.toMatchObject({ code: 'ERR_CORRUPT_JOURNAL' })
  })
})
