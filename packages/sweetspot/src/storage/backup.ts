import { closeSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { openSqliteFile } from './open-sqlite-file.ts'
import { placeNewFile } from './place-new-file.ts'
import { storageError } from './sqlite-errors.ts'

/**
 * Writes a copy of one state of a file of studies. The copy gets its name once it is complete and on disk.
 *
 * @throws ERR_FILE_EXISTS, ERR_STORAGE and the other errors of files, with the path that is to blame
 */
export function backupFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  const partial = `${to}-${process.pid}-partial`
  rmSync(partial, { force: true })
  const file = naming(from, () => openSqliteFile(from, { readOnly: true }))
  try {
    naming(to, () => {
      file.vacuumInto(partial)
      // SQLite does not synchronise the target.
      synchronize(partial)
      placeNewFile(partial, to)
      if (process.platform !== 'win32') synchronize(dirname(to))
    })
  } finally {
    file.close()
    rmSync(partial, { force: true })
  }
}

/** Converts errors to those of the file at a path. */
function naming<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    throw storageError(path, thrown)
  }
}

function synchronize(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
