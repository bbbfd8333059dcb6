import { optionsReader } from '../arguments/options.ts'
import { checkStorage } from '../journal/check-storage.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { readJournal } from '../journal/read-study.ts'
import { replay } from '../journal/replay.ts'
import { digestOf } from '../journal/study-digest.ts'
import { studyNotFound } from '../journal/study-errors.ts'
import type { EventOf, StudyEvent } from '../journal/study-event.ts'
import { checkName } from '../space/json-value.ts'

/** Options of {@link copyStudy}. */
export interface CopyStudyOptions {
  /** The storage of the study. */
  readonly from: JournalStorage
  /** The name of the study. */
  readonly name: string
  /** The storage of the copy. Default: `from`. */
  readonly to?: JournalStorage
  /** The name of the copy. Default: the name of the study. */
  readonly newName?: string
}

/**
 * Copies a study with its whole journal, within a storage or to another one.
 *
 * Running trials are queued in the copy. A failed copy leaves nothing behind. Rejects with ERR_STUDY_NOT_FOUND,
 * ERR_STUDY_EXISTS if a study already has the name of the copy, ERR_INVALID_NAME, ERR_CORRUPT_JOURNAL,
 * ERR_UNSUPPORTED_VERSION, ERR_STORAGE.
 *
 * @returns The name of the copy.
 */
export async function copyStudy(options: CopyStudyOptions): Promise<string> {
  const { from, name, to = from, newName = name } = readOptions(options)
  checkStorage(from)
  checkStorage(to)
  checkName(name, 'A study')
  checkName(newName, 'A study')
  const source = await from.find(name)
  if (source === undefined) throw studyNotFound(name)
  const journal: StudyEvent[] = []
  const snapshot = await readJournal(from, source, [], (page) => {
    for (const event of page) journal.push(event)
  })
  // Replay has checked that a journal begins with its creation.
  const [created, ...events] = journal as [EventOf<'study-created'>, ...StudyEvent[]]
  const at = snapshot.changedAt
  const requeued = snapshot.running.map(
    ({ number, attempt }): StudyEvent => ({ type: 'trial-requeued', number, attempt, reason: 'aborted', at }),
  )
  const copied = [...events, ...requeued]
  const id = await to.create({ ...created, name: newName })
  try {
    if (copied.length > 0) await to.append(id, copied, 1, digestOf(replay(requeued, snapshot)))
  } catch (error) {
    await to.delete(id).catch(() => {})
    throw error
  }
  return newName
}

const readOptions = optionsReader<CopyStudyOptions>('copyStudy', {
  from: ['from_storage', 'fromStorage'],
  name: ['from_study_name', 'fromStudyName'],
  to: ['to_storage', 'toStorage'],
  newName: ['to_study_name', 'toStudyName'],
})
