import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EventOf, type JournalStorage, type Json, keyFromSeed, type StudyEvent } from '@sweetspot/core'
import { assertExactly, randomJournal, storageCases } from '@sweetspot/core/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { sqliteStorage } from './sqlite.ts'

const annotation = (value: unknown): StudyEvent => ({
  type: 'study-annotated',
  attributes: { value: value as Json },
  at: 1,
})

/** Any value that can be in an event: JSON and all numbers, any strings, any keys. */
const { anyValue } = fc.letrec((tie) => ({
  anyValue: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(null, true, false, -0, Number.NaN),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    fc.array(tie('anyValue')),
    fc.dictionary(
      fc.oneof(fc.constantFrom('__proto__', '$number', '$'), fc.string({ unit: 'binary' })),
      tie('anyValue'),
    ),
  ),
}))

let folder: string
let files = 0
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function newPath(): string {
  files += 1
  return join(folder, `${files}.db`)
}

/**
 * The file is opened for each call and closed after it, so that nothing is remembered but what is on disk. Only who is
 * alive stays open: an owner is gone when its storage is closed.
 */
function reopening(path: string): JournalStorage {
  const once = async <T>(work: (storage: JournalStorage) => Promise<T>): Promise<T> => {
    const storage = sqliteStorage(path)
    try {
      return await work(storage)
    } finally {
      await storage.close()
    }
  }
  const here = sqliteStorage(path)
  return {
    create: (created) => once((storage) => storage.create(created)),
    find: (name) => once((storage) => storage.find(name)),
    list: () => once((storage) => storage.list()),
    delete: (study) => once((storage) => storage.delete(study)),
    read: (study, after) => once((storage) => storage.read(study, after)),
    append: (study, events, expected, digest) => once((storage) => storage.append(study, events, expected, digest)),
    presence: { ...here.presence, gone: (owners) => once(({ presence }) => presence.gone(owners)) },
    close: () => here.close(),
  }
}

describe('an SQLite file', () => {
  it('returns whole journals with any values', async () => {
    const storage = sqliteStorage(newPath())
    let studies = 0
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), fc.array(anyValue, { maxLength: 5 }), async (seed, declared, values) => {
        studies += 1
        const [first, ...rest] = randomJournal(keyFromSeed(seed), 50, { declared })
        const created = { ...(first as EventOf<'study-created'>), name: `study ${studies}` }
        const events = [...rest, ...values.map((value) => annotation(value))]
        const id = await storage.create(created)
        await storage.append(id, events, 1)
        assertExactly(await storage.read(id, 0), [created, ...events])
      }),
    )
    await storage.close()
  })

  const paths = new WeakMap<JournalStorage, string>()
  const open = async () => {
    const path = newPath()
    const storage = sqliteStorage(path)
    paths.set(storage, path)
    return storage
  }
  const reopen = async (storage: JournalStorage, options: { readonly readOnly: boolean }) =>
    sqliteStorage(paths.get(storage) as string, options)

  it.each(storageCases(open, { checkpoints: true, reopen }))('$name', ({ run }) => run())
})

describe('an SQLite file that is opened again for each call', () => {
  it.each(storageCases(async () => reopening(newPath()), { watches: false }))('$name', ({ run }) => run())
})
