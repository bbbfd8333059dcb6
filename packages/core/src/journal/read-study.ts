import { SweetspotError } from '../errors.ts'
import { checkName } from '../space/json-value.ts'
import type { ParameterConstraint } from '../space/search-space.ts'
import { checkStorage } from './check-storage.ts'
import { CHECKPOINT_VERSION } from './checkpoint/checkpoint-version.ts'
import { restoredSnapshot } from './checkpoint/lazy-checkpoint-format.ts'
import type { JournalStorage } from './journal-storage.ts'
import { replay } from './replay.ts'
import { studyNotFound } from './study-errors.ts'
import type { StudyEvent } from './study-event.ts'
import type { StudyId } from './study-id.ts'
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
  return readLatest(storage, id)
}

/**
 * Reads the latest snapshot of a study: its checkpoint, if there is one, and the events after it.
 *
 * @param constraints - The constraints of the declared space with their functions, which the journal cannot hold.
 * @param notify - Receives a notice if a checkpoint exists and cannot be used; the whole journal is then read.
 */
export async function readLatest(
  storage: JournalStorage,
  id: StudyId,
  constraints: readonly ParameterConstraint[] = [],
  notify: (text: string) => void = () => {},
): Promise<StudySnapshot> {
  return readJournal(storage, id, constraints, undefined, await restored(storage, id, constraints, notify))
}

/** The snapshot of the checkpoint of a study; undefined if there is none that can be used. */
async function restored(
  storage: JournalStorage,
  id: StudyId,
  constraints: readonly ParameterConstraint[],
  notify: (text: string) => void,
): Promise<StudySnapshot | undefined> {
  const ignore = (why: string) => notify(`The checkpoint of study ${id} ${why}; all of its events are read instead.`)
  try {
    const checkpoint = await storage.checkpoint?.read(id)
    if (!checkpoint) return undefined
    if (checkpoint.version === CHECKPOINT_VERSION) return await restoredSnapshot(checkpoint.parts, constraints)
    ignore(`has version ${checkpoint.version}, and this Sweetspot reads version ${CHECKPOINT_VERSION}`)
  } catch (error) {
    if (!(error instanceof SweetspotError && error.code === 'ERR_CORRUPT_JOURNAL')) throw error
    ignore('is damaged')
  }
  return undefined
}

/**
 * Reads a journal page by page, and returns the snapshot at its end.
 *
 * @param constraints - The constraints of the declared space with their functions, which the journal cannot hold.
 * @param onPage - Called with each page of events.
 * @param from - A snapshot of the study, whose events are not read again. Default: none.
 */
export async function readJournal(
  storage: JournalStorage,
  id: StudyId,
  constraints: readonly ParameterConstraint[] = [],
  onPage: (events: readonly StudyEvent[]) => void = () => {},
  from?: StudySnapshot,
): Promise<StudySnapshot> {
  let snapshot = from
  for (;;) {
    const events = await storage.read(id, snapshot?.position ?? 0)
    if (events.length === 0 && snapshot) return snapshot
    snapshot = replay(events, snapshot, constraints)
    onPage(events)
  }
}
