import { existsSync, realpathSync } from 'node:fs'
import { type JournalStorage, optionsReader, studyError } from '@sweetspot/core'
import { pathOfFile } from './storage/sqlite-address.ts'
import { storageError } from './storage/sqlite-errors.ts'
import { refuseTaken, usingStorage } from './storage/using-storage.ts'
import { type NewJournal, writeJournals } from './storage/write-journal.ts'

/** The salvaged part of a study. */
export interface SalvagedStudy {
  readonly name: string
  /** The number of events that were copied; 0 for a study that could not be saved. */
  readonly events: number
  /** The number of later events that are known to be missing or damaged. */
  readonly lost: number
}

/**
 * Copies the healthy part of a damaged file to another storage: for each study, the events before the first missing or
 * altered one. The damaged file is not changed. Either all studies are written or none.
 *
 * @param options.from - The path of the damaged file, or its address.
 * @param options.to - The target: an address or a storage, without studies of the same names.
 * @returns The salvaged part of each study.
 * @throws ERR_INVALID_STORAGE_URL, ERR_STUDY_EXISTS, ERR_CORRUPT_JOURNAL or ERR_STORAGE if nothing can be read
 *
 * @example
 * ```ts
 * const saved = await salvageStudies({ from: 'sqlite:studies.db', to: 'sqlite:saved.db' })
 * for (const { name, events, lost } of saved) console.log(`${name}: ${events} events saved, ${lost} lost`)
 * ```
 */
export async function salvageStudies(options: {
  readonly from: string
  readonly to: string | JournalStorage
}): Promise<readonly SalvagedStudy[]> {
  const { from, to } = readOptions(options)
  // The file is only read, whether the address says so or not.
  const path = pathOfFile(from)
  if (!existsSync(path)) throw studyError('ERR_STORAGE', `The file ${path} does not exist.`)
  const studies = await readHealthy(path)
  await usingStorage(to, async (target) => {
    await refuseTaken(
      target,
      studies.map(({ name }) => name),
    )
    const journals = studies.flatMap(({ events: [created, ...rest] }): NewJournal[] =>
      created?.type === 'study-created' ? [[created, ...rest]] : [],
    )
    await writeJournals(target, journals)
  })
  return studies.map(({ name, events, lost }) => ({ name, events: events.length, lost }))
}

async function readHealthy(path: string) {
  try {
    const { healthyStudies } = await import('./storage/salvage.ts')
    return healthyStudies(realpathSync(path))
  } catch (thrown) {
    throw storageError(path, thrown)
  }
}

const readOptions = optionsReader<Parameters<typeof salvageStudies>[0]>('salvageStudies', { from: ['path'], to: [] })
