import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { openStorage } from './open-storage.ts'

describe('openStorage', () => {
  it('gives back a storage', () => {
    const storage = memoryStorage()
    expect(openStorage(storage)).toBe(storage)
  })

  it('makes a new memory each time', async () => {
    const created = {
      type: 'study-created',
      format: 1,
      name: 'a',
      directions: {},
      space: null,
      seed: 1,
      at: 1,
    } as const
    const one = openStorage('memory:')
    await one.create(created)
    expect(await one.list()).toHaveLength(1)
    expect(await openStorage('memory:').list()).toEqual([])
  })

  it.each([
    ['a b.db', 'a b.db'],
    ['%41.db', '%41.db'],
    ['x.db?mode=ro', 'x.db?mode=ro'],
  ])('takes the path after sqlite: as it is: %s', async (name, file) => {
    const folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
    const storage = openStorage(`sqlite:${join(folder, name)}`)
    await storage.list()
    await storage.close()
    expect(readdirSync(folder)).toEqual([file])
    rmSync(folder, { recursive: true })
  })

  it('does not repeat a password', () => {
    expect(() => openStorage('postgres://me:s3cr@t@host/db')).toThrow(/^'postgres:\/\/…@host\/db' is not the address/)
  })

  it.each([
    '',
    'studies.db',
    'memory',
    'memory:x',
    'sqlite',
    'sqlite:',
    'sqlite::memory:',
    'sqlite:///studies.db',
    'postgres://host/db',
    'SQLITE:x',
  ])('refuses %j', (address) => {
    expect(() => openStorage(address)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_STORAGE_URL' }))
  })
})
