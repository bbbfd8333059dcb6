import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Params } from '@sweetspot/core'

/** The name of the log in the folder of a trial. */
export const LOG_NAME = 'log.txt'
/** The name of the file of params in the folder of a trial. */
export const PARAMS_NAME = 'params.json'

/** Maximum length of the name of a folder: file systems allow 255 bytes. */
const LONGEST_NAME = 100

/**
 * The folder of a trial: `<root>/<study>/<number>`. Its attempts share it, so that a trial that continues finds its
 * checkpoints.
 *
 * @param root - The folder of all studies.
 */
export const trialFolder = (root: string, study: string, number: number) =>
  join(root, folderName(study), String(number))

/** A study's name as the name of one folder. Studies of different names have different folders. */
function folderName(study: string): string {
  const name = study.replace(/[^\w.-]/g, '_').slice(0, LONGEST_NAME)
  const isSame = name === study && !/^\.*$/.test(name)
  return isSame ? name : `${name.replace(/^\./, '_')}-${createHash('sha256').update(study).digest('hex').slice(0, 8)}`
}

/**
 * Creates the folder of a trial with the file of its params, which only this user can read. The log of an earlier attempt
 * is renamed to `log.<attempt>.txt`.
 */
export function prepareFolder(folder: string, params: Params, attempt: number): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, PARAMS_NAME), `${JSON.stringify(params, undefined, 2)}\n`, { mode: 0o600 })
  if (attempt > 1) {
    try {
      renameSync(join(folder, LOG_NAME), join(folder, `log.${attempt - 1}.txt`))
    } catch {
      // The attempt before had no log: it ran elsewhere, or its log was deleted.
    }
  }
}
