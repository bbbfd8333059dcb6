import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Params, StudySnapshot } from '@sweetspot/core'
import { fileError } from '../text/file-error.ts'

/** The name of the log in the folder of a trial. */
export const LOG_NAME = 'log.txt'
/** The name of the file of params in the folder of a trial. */
export const PARAMS_NAME = 'params.json'

/** Maximum length of the name of a study in that of its folder: file systems allow 255 bytes. */
const LONGEST_NAME = 100

/** Hexadecimal digits that tell studies of one name apart. */
const DIGITS = 8

/** A study among all others: one that was deleted and created again under its name is another. */
export type StudyIdentity = Pick<StudySnapshot, 'name' | 'createdAt' | 'key'>

/**
 * The folder of a trial: `<root>/<study>-<digest>/<number>`. Its attempts share it, so that a trial that continues finds
 * its checkpoints.
 *
 * @param root - The folder of all studies.
 */
export const trialFolder = (root: string, study: StudyIdentity, number: number) =>
  join(trialsFolder(root, study), String(number))

/** The folder of all trials of a study. The digest of its identity keeps it from meeting files of another study. */
export function trialsFolder(root: string, { name, createdAt, key }: StudyIdentity): string {
  const readable = name
    .replace(/[^\w.-]/g, '_')
    .replace(/^\./, '_')
    .slice(0, LONGEST_NAME)
  const digest = createHash('sha256').update(JSON.stringify([name, createdAt, ...key]))
  return join(root, `${readable}-${digest.digest('hex').slice(0, DIGITS)}`)
}

/**
 * Creates the folder of a trial with the file of its params, which only this user can read. The log of an earlier attempt
 * is renamed to `log.<attempt>.txt`.
 *
 * @throws ERR_FILE_ACCESS
 */
export function prepareFolder(folder: string, params: Params, attempt: number): void {
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, PARAMS_NAME), `${JSON.stringify(params, undefined, 2)}\n`, { mode: 0o600 })
  } catch (cause) {
    throw fileError(folder, 'written', cause)
  }
  if (attempt > 1) {
    try {
      renameSync(join(folder, LOG_NAME), join(folder, `log.${attempt - 1}.txt`))
    } catch {
      // The attempt before had no log: it ran elsewhere, or its log was deleted.
    }
  }
}
