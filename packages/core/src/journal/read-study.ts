import { checkName } from '../space/json-value.ts'
import type { ParameterConstraint } from '../space/search-space.ts'
import { checkStorage } from './check-storage.ts'
import type { JournalStorage, StudyId } from './journal-storage.ts'
import { replay } from './replay.ts'
import { studyNotFound } from './study-errors.ts'
import type { StudyEvent } from './study-event.ts'
import type { StudySnapshot } from './study-snapshot.ts'

/**
 * Reads a study without writing: trials of dead processes are not reclaimed.
 *
 * @throws ERR_STUDY_NOT_FOUND, ERR_CORRUPT_JOURNAL, ERR_UNSUPPORTED_VERSION, ERR_STORAGE
 */
export async function readStudy(storage: JournalStorage, name: string): Promise<StudySnapshot> {
  checkStorage(storage)
  const id = await storage.find(checkName(name, 'A study'))
  if (id === undefined) throw studyNotFound(name)
  return readJournal(storage, id)
}

/**
 * Reads a journal page by page, and returns the snapshot at its end.
 *
 * @param constraints - The constraints of the declared space with their functions, which the journal cannot hold.
 * @param onPage - Called with each page of events.
 */
export async function readJournal(
  storage: JournalStorage,
  id: StudyId,
  constraints: readonly ParameterConstraint[] = [],
  onPage: (events: readonly StudyEvent[]) => void = () => {},
): Promise<StudySnapshot> {
  let snapshot: StudySnapshot | undefined
  for (;;) {
    const events = await storage.read(id, snapshot?.position ?? 0)
    if (events.length === 0 && snapshot) return snapshot
    snapshot = replay(events, snapshot, constraints)
    onPage(events)
  }
}
