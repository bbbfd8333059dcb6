import { formatValue, nearestName, readStudy, type StudySnapshot, studyError } from '@sweetspot/core'
import { chosenStudy } from '../../storage/chosen-study.ts'
import type { CommandContext } from '../command-context.ts'

/**
 * Finds a study, by its name or as the only one of the storage.
 *
 * @returns Its name.
 * @throws ERR_STUDY_NOT_FOUND with the nearest name
 */
export async function findStudy({ storage, storageName }: CommandContext, name: string | undefined): Promise<string> {
  if (name === undefined) return chosenStudy(storage, undefined)
  if ((await storage.find(name)) !== undefined) return name
  const names = (await storage.list()).map((entry) => entry.name)
  const nearest = nearestName(name, names)
  const hint =
    nearest !== undefined ? ` Did you mean ${formatValue(nearest)}?` : names.length === 0 ? ' It has no studies.' : ''
  throw studyError('ERR_STUDY_NOT_FOUND', `Study ${formatValue(name)} does not exist in ${storageName}.${hint}`)
}

/**
 * Reads a study without writing.
 *
 * @throws ERR_STUDY_NOT_FOUND with the nearest name
 */
export async function readStoredStudy(context: CommandContext, name: string | undefined): Promise<StudySnapshot> {
  const found = await findStudy(context, name)
  const started = performance.now()
  const snapshot = await readStudy(context.storage, found)
  const { position, trials } = snapshot
  context.print.detail(
    `read ${trials.next} trials of ${found} from ${position} events in ${Math.round(performance.now() - started)} ms`,
  )
  return snapshot
}

/** @throws ERR_TRIAL_NOT_FOUND */
export function trialOf(snapshot: StudySnapshot, number: number) {
  const trial = snapshot.trials.get(number)
  if (trial) return trial
  const last = snapshot.trials.next - 1
  const range = last < 0 ? 'it has none yet' : `its trials are 0 to ${last}, without deleted ones`
  throw studyError('ERR_TRIAL_NOT_FOUND', `Trial ${number} of ${snapshot.name} does not exist: ${range}.`)
}
