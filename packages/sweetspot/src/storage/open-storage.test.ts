import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { openStorage } from './open-storage.ts'
import { sqliteStorage } from './sqlite.ts'

const CREATED = {
  type: 'study-created',
  format: 1,
  name: 'a',
  directions: {},
  space: null,
  seed: 1,
  at: 1,
} as const

describe('openStorage', () => {
  it('returns a storage unchanged', () => {
    const storage = memoryStorage()
    expect(openStorage(storage)).toBe(storage)
  })

  it('creates a new memory storage each time', async () => {
    const one = openStorage('memory:')
    await one.create(CREATED)
    expect(await one.list()).toHaveLength(1)
    expect(await openStorage('memory:').list()).toEqual([])
  })

  it.each([
    ['a b.db', 'a b.db'],
    ['%41.db', '%41.db'],
    [' x.db', ' x.db'],
    ['x .db', 'x .db'],
    ['~.db', '~.db'],
    ['~/x.db', '~'],
    ['a#b&c=d.db', 'a#b&c=d.db'],
    ['"\'.db', '"\'.db'],
    ['file:x.db', 'file:x.db'],
    ['-.db', '-.db'],
    ['..db', '..db'],
    ['...', '...'],
  ])('takes the path after sqlite: literally: %s', async (name, file) => {
    const folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
    const storage = openStorage(`sqlite:${join(folder, name)}`)
    await storage.create(CREATED)
    await storage.close()
    expect(readdirSync(folder)).toEqual([file])
    rmSync(folder, { recursive: true })
  })

  it('opens an address that ends in ?mode=ro for reading only', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
    const address = `sqlite:${join(folder, 'x.db')}`
    const looking = openStorage(`${address}?mode=ro`)
    expect(await looking.list()).toEqual([])
    await expect(looking.create(CREATED)).rejects.toMatchObject({ code: 'ERR_READ_ONLY' })
    expect(readdirSync(folder)).toEqual([])
    const writing = openStorage(address)
    await writing.create(CREATED)
    expect(await looking.list()).toHaveLength(1)
    await looking.close()
    await writing.close()
    expect(readdirSync(folder)).toEqual(['x.db'])
    rmSync(folder, { recursive: true })
  })

  it.each([undefined, null, 7, {}, [], () => {}, Symbol('x')])('refuses %s, which is not a storage', (given) => {
    const wrong = given as never
    expect(() => openStorage(wrong)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_STORAGE_URL' }))
    expect(() => sqliteStorage(wrong)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_STORAGE_URL' }))
  })

  it('hides a password in the error', () => {
    expect(() => openStorage('postgres://me:s3cr@t@host/db')).toThrow(/received 'postgres:\/\/…@host\/db'/)
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
    'sqlite: ',
    'sqlite:x.db ',
    'sqlite:x.db\n',
    'sqlite:x.db\u00a0',
    'sqlite:x.db\ufeff',
    'sqlite:x\0.db',
    'sqlite:x\ud800.db',
    'sqlite:folder/',
    'sqlite:.',
    'sqlite:..',
    'sqlite:folder/.',
    'sqlite:folder/..',
    'sqlite:~',
    'sqlite:~/studies.db',
    'sqlite:x.db?mode=rw',
    'sqlite:x.db?mode=ro&cache=shared',
    'sqlite:?mode=ro',
    'sqlite:x.db ?mode=ro',
  ])('refuses %j', (address) => {
    expect(() => openStorage(address)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_STORAGE_URL' }))
  })
})
