import { crc32 } from 'node:zlib'
import {
  type Checkpoint,
  messageOf,
  type Position,
  type StudyId,
  SweetspotError,
  studyError,
  studyNotFound,
} from '@sweetspot/core'
import { type Selectable, sql } from 'kysely'
import type { StorageSchema } from './schema.ts'
import { isBusy } from './sqlite-errors.ts'
import { type SqliteFile, sqlite } from './sqlite-file.ts'
import { rowOf } from './study-rows.ts'

type CheckpointRow = Selectable<StorageSchema['checkpoints']>

/** The position of the latest complete checkpoint of a study; 0 if there is none. */
export function checkpointPosition(file: SqliteFile, study: StudyId): Position {
  return file.read(() => latest(file, study)?.position ?? 0)
}

/** @throws ERR_CORRUPT_JOURNAL if it is damaged, or belongs to other events */
export function readCheckpoint(file: SqliteFile, study: StudyId): Checkpoint | undefined {
  try {
    return file.read(() => {
      const row = latest(file, study)
      if (!row) return undefined
      const [event] = file.all(
        sqlite
          .selectFrom('events')
          .select('checksum')
          .where('study', '=', row.study)
          .where('position', '=', row.position)
          .compile(),
      )
      if (event?.checksum !== row.head) throw damaged('it belongs to other events')
      const parts = file.all(
        sqlite
          .selectFrom('checkpoint_parts')
          .select('bytes')
          .where('checkpoint', '=', row.id)
          .orderBy('number')
          .compile(),
      )
      let checksum = checksumStart(row)
      for (const { bytes } of parts) checksum = crc32(bytes, checksum)
      if (parts.length !== row.parts || checksum !== row.checksum) throw damaged('its checksum does not match')
      return { position: row.position, version: row.version, parts: parts.map(({ bytes }) => bytes) }
    })
  } catch (thrown) {
    if (isBusy(thrown) || thrown instanceof SweetspotError) throw thrown
    throw damaged(messageOf(thrown))
  }
}

/** A checkpoint that is being written: invisible to readers until it is complete. */
export interface CheckpointDraft {
  readonly id: number
  readonly study: number
  parts: number
  checksum: number
}

/**
 * Starts a checkpoint. Returns undefined if a later one is complete.
 *
 * @throws ERR_STUDY_NOT_FOUND; ERR_STALE_POSITION if the study has fewer events
 */
export function beginCheckpoint(
  file: SqliteFile,
  study: StudyId,
  { position, version }: Pick<Checkpoint, 'position' | 'version'>,
): CheckpointDraft | undefined {
  return file.write(() => {
    const id = rowOf(study)
    const [event] = file.all(
      sqlite.selectFrom('events').select('checksum').where('study', '=', id).where('position', '=', position).compile(),
    )
    if (!event) {
      if (file.all(sqlite.selectFrom('studies').select('id').where('id', '=', id).compile()).length === 0)
        throw studyNotFound(study)
      throw studyError('ERR_STALE_POSITION', `The study has no event ${position}.`)
    }
    if ((latest(file, study)?.position ?? 0) >= position) return undefined
    const values = { study: id, position, version, head: event.checksum, parts: null, checksum: null }
    const row = file.run(sqlite.insertInto('checkpoints').values(values).compile())
    return { id: row.id, study: id, parts: 0, checksum: checksumStart(values) }
  })
}

/** Stores the next parts of a checkpoint. */
export function addParts(file: SqliteFile, draft: CheckpointDraft, parts: readonly Uint8Array[]): void {
  file.write(() => {
    parts.forEach((bytes, index) => {
      const values = { checkpoint: draft.id, number: draft.parts + index, bytes }
      file.run(sqlite.insertInto('checkpoint_parts').values(values).compile())
    })
  })
  draft.parts += parts.length
  for (const bytes of parts) draft.checksum = crc32(bytes, draft.checksum)
}

/** Completes a checkpoint: readers then use it. */
export function completeCheckpoint(file: SqliteFile, { id, parts, checksum }: CheckpointDraft): void {
  const query = sqlite.updateTable('checkpoints').set({ parts, checksum }).where('id', '=', id).compile()
  file.write(() => file.run(query))
}

/** Parts that are removed in one transaction. */
const REMOVED_AT_ONCE = 32

/**
 * Removes some parts of checkpoints that were started before a complete one. Returns whether others are left. A process
 * that still writes one of them fails with its next part.
 */
export function removeOldParts(file: SqliteFile, { id, study }: CheckpointDraft): boolean {
  const old = sqlite.selectFrom('checkpoints').select('id').where('study', '=', study).where('id', '<', id)
  const some = sqlite
    .selectFrom('checkpoint_parts')
    .select(['checkpoint', 'number'])
    .where('checkpoint', 'in', old)
    .limit(REMOVED_AT_ONCE)
  return file.write(() => {
    const isSome = sql<boolean>`(checkpoint, number) in (${some})`
    const { changes } = file.run(sqlite.deleteFrom('checkpoint_parts').where(isSome).compile())
    if (changes === REMOVED_AT_ONCE) return true
    file.run(sqlite.deleteFrom('checkpoints').where('study', '=', study).where('id', '<', id).compile())
    return false
  })
}

function latest(file: SqliteFile, study: StudyId): CheckpointRow | undefined {
  const [row] = file.all(
    sqlite
      .selectFrom('checkpoints')
      .selectAll()
      .where('study', '=', rowOf(study))
      .where('parts', 'is not', null)
      .orderBy('position', 'desc')
      .limit(1)
      .compile(),
  )
  return row
}

const checksumStart = ({
  study,
  position,
  version,
  head,
}: Pick<CheckpointRow, 'study' | 'position' | 'version' | 'head'>) =>
  crc32(JSON.stringify([study, position, version, head]))

const damaged = (why: string) => studyError('ERR_CORRUPT_JOURNAL', `The checkpoint is damaged: ${why}.`)
