import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Storage } from '@sweetspot/core'
import { storageCases } from '@sweetspot/core/testing'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { sqliteStorage } from './sqlite.ts'

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

/** The file is opened for each call and closed after it, so that nothing is remembered but what is on disk. */
function reopening(path: string): Storage {
  const once = async <T>(work: (storage: Storage) => Promise<T>): Promise<T> => {
    const storage = sqliteStorage(path)
    try {
      return await work(storage)
    } finally {
      await storage.close()
    }
  }
  return {
    create: (created) => once((storage) => storage.create(created)),
    find: (name) => once((storage) => storage.find(name)),
    list: () => once((storage) => storage.list()),
    delete: (study) => once((storage) => storage.delete(study)),
    read: (study, after) => once((storage) => storage.read(study, after)),
    append: (study, events, expected) => once((storage) => storage.append(study, events, expected)),
    presence: {
      interval: 10_000,
      beat: (owner) => once(({ presence }) => presence.beat(owner)),
      leave: (owner) => once(({ presence }) => presence.leave(owner)),
      gone: (owners) => once(({ presence }) => presence.gone(owners)),
    },
    close: async () => {},
  }
}

describe('an SQLite file', () => {
  it.each(storageCases(async () => sqliteStorage(newPath())))('$name', ({ run }) => run())
})

describe('an SQLite file that is opened again for each call', () => {
  it.each(storageCases(async () => reopening(newPath())))('$name', ({ run }) => run())
})
