import { studyError } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { isBusy, storageError } from './sqlite-errors.ts'

const thrown = (code: string) => Object.assign(new Error('as SQLite says it'), { code })

describe('errors of SQLite', () => {
  it.each([
    'SQLITE_BUSY',
    'SQLITE_BUSY_SNAPSHOT',
    'SQLITE_BUSY_RECOVERY',
    'SQLITE_LOCKED',
    'SQLITE_LOCKED_SHAREDCACHE',
    'SQLITE_PROTOCOL',
  ])('%s is busy', (code) => {
    expect(isBusy(thrown(code))).toBe(true)
  })

  it.each([
    ['SQLITE_FULL', 'ERR_STORAGE', 'the disk is full'],
    ['SQLITE_READONLY_DIRECTORY', 'ERR_READ_ONLY', 'read-only'],
    ['SQLITE_READONLY_DBMOVED', 'ERR_STORAGE', 'deleted or replaced while it was open'],
    ['SQLITE_CANTOPEN_ISDIR', 'ERR_STORAGE', 'cannot be opened'],
    ['SQLITE_NOTADB', 'ERR_STORAGE', 'not an SQLite database'],
    ['SQLITE_IOERR_FSYNC', 'ERR_STORAGE', 'the disk reported an error'],
    ['EACCES', 'ERR_STORAGE', 'as SQLite says it'],
    ['SQLITE_ERROR', 'ERR_CORRUPT_JOURNAL', 'as SQLite says it'],
    ['SQLITE_CONSTRAINT_PRIMARYKEY', 'ERR_CORRUPT_JOURNAL', 'as SQLite says it'],
    ['SQLITE_CORRUPT', 'ERR_CORRUPT_JOURNAL', 'damaged'],
    ['SQLITE_CORRUPT_INDEX', 'ERR_CORRUPT_JOURNAL', 'damaged'],
  ])('%s is %s', (code, expected, message) => {
    const cause = thrown(code)
    const error = storageError('studies.db', cause)
    expect(isBusy(cause)).toBe(false)
    expect(error.code).toBe(expected)
    expect(error.message).toContain(message)
    expect(error.message).toContain('studies.db')
    expect(error.cause).toBe(cause)
  })

  it('do not include errors of Sweetspot, which stay unchanged', () => {
    const ours = studyError('ERR_STALE_POSITION', 'Too late.')
    expect(storageError('studies.db', ours)).toBe(ours)
    expect(isBusy(ours)).toBe(false)
  })

  it('are converted even if they are not Error objects', () => {
    expect(storageError('studies.db', 'text').message).toContain('text')
    expect(isBusy(undefined)).toBe(false)
  })
})
