import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { SweetspotError } from '@sweetspot/core'
import { openSqliteFile } from './open-sqlite-file.ts'
import { storageError } from './sqlite-errors.ts'

/**
 * Copies a file of studies to a new file, at one moment and without its free space, also while other processes write.
 * The new file appears when it is complete.
 *
 * @param from - The path of the file, which is only read.
 * @param to - The path of the new file.
 * @throws ERR_FILE_EXISTS if `to` exists; the errors of opening `from`; ERR_STORAGE if the disk is full
 */
export function backUp(from: string, to: string): void {
  if (existsSync(to)) throw new SweetspotError('ERR_FILE_EXISTS', `${to} exists already.`)
  const part = `${to}.${process.pid}.part`
  try {
    const file = openSqliteFile(from, { readOnly: true })
    try {
      file.vacuumInto(part)
    } finally {
      file.close()
    }
    // The copy is not synchronised by SQLite.
    const descriptor = openSync(part, 'r+')
    fsyncSync(descriptor)
    closeSync(descriptor)
    renameSync(part, to)
  } catch (thrown) {
    rmSync(part, { force: true })
    throw storageError(from, thrown)
  }
}
