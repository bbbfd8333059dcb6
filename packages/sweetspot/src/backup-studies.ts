import { existsSync } from 'node:fs'
import { optionsReader, studyError } from '@sweetspot/core'
import { productError } from './product-error.ts'
import { pathOfFile } from './storage/sqlite-address.ts'
import { storageError } from './storage/sqlite-errors.ts'

/**
 * Copies a file of studies as of one moment, while other processes continue to write it. The copy is complete and on disk
 * when the promise resolves; an interrupted backup leaves nothing at `to`. Blocks the event loop of this process, about
 * a second for each few hundred megabytes.
 *
 * @param options.from - The path of the file, or its address.
 * @param options.to - The path of the copy, or its address. Nothing may exist there.
 * @returns The absolute path of the copy.
 * @throws ERR_INVALID_STORAGE_URL; ERR_STORAGE if `from` does not exist or the disk is full; ERR_FILE_EXISTS;
 *   ERR_CORRUPT_JOURNAL if `from` is damaged: see {@link salvageStudies}; ERR_UNSUPPORTED_VERSION
 *
 * @example
 * ```ts
 * await backupStudies({ from: 'sqlite:studies.db', to: 'backup.db' })
 * ```
 */
export async function backupStudies(options: { readonly from: string; readonly to: string }): Promise<string> {
  const { from, to } = readOptions(options)
  const [source, target] = [pathOfFile(from), pathOfFile(to)]
  if (!existsSync(source)) throw studyError('ERR_STORAGE', `The file ${source} does not exist.`)
  if (existsSync(target)) {
    throw productError('ERR_FILE_EXISTS', `${target} exists already.`)
  }
  try {
    const { backupFile } = await import('./storage/backup.ts')
    backupFile(source, target)
    return target
  } catch (thrown) {
    throw storageError(target, thrown)
  }
}

const readOptions = optionsReader<Parameters<typeof backupStudies>[0]>('backupStudies', {
  from: ['path', 'source'],
  to: ['target', 'destination'],
})
