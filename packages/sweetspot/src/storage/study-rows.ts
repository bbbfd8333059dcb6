import { type StudyId, studyError, studyNotFound } from '@sweetspot/core'
import type { Selectable } from 'kysely'
import { studyChecksum } from './checksum.ts'
import type { StorageSchema } from './schema.ts'
import { type SqliteFile, sqlite } from './sqlite-file.ts'

/** The row of a study. */
export type StudyRow = Selectable<StorageSchema['studies']>

/** The columns that a writer of digests changes. */
type Digest = Pick<StudyRow, 'digest' | 'digest_position'>
/** The columns that each append changes. */
type End = Pick<StudyRow, 'position' | 'head'>
type Version = End & Pick<StudyRow, 'digest_position' | 'checksum'>

/**
 * The rows of studies that were last read or written here. A row of the same version needs no other check of its
 * checksum, and its name and digest need not be read: that takes longer than the statement.
 */
const checked = new WeakMap<SqliteFile, Map<number, StudyRow>>()

/** @throws ERR_STUDY_NOT_FOUND, ERR_CORRUPT_JOURNAL */
export function studyRow(file: SqliteFile, study: StudyId): StudyRow {
  const id = rowOf(study)
  const known = checked.get(file)?.get(id)
  const version = known && file.first<Version>({ ...VERSION, parameters: [id] })
  if (known && version && sameVersion(known, version)) return known
  const row = file.first<StudyRow>({ ...STUDY, parameters: [id] })
  if (!row) throw studyNotFound(study)
  return remember(file, checkedRow(row))
}

/**
 * The rows of all studies, by id.
 *
 * @throws ERR_CORRUPT_JOURNAL
 */
export const allStudyRows = (file: SqliteFile): readonly StudyRow[] =>
  file.all(sqlite.selectFrom('studies').selectAll().orderBy('id').compile()).map(checkedRow)

/** Writes the new end of a study, and a new digest if there is one. Must be called in a transaction. */
export function updateStudyRow(
  file: SqliteFile,
  row: Omit<StudyRow, 'position' | 'head' | 'checksum'>,
  { position, head }: End,
  digest?: Digest,
): void {
  const next = { ...row, ...digest, position, head }
  const checksum = studyChecksum(next)
  if (digest) {
    file.run({ ...UPDATE, parameters: [position, head, checksum, digest.digest, digest.digest_position, row.id] })
  } else {
    file.run({ ...UPDATE_END, parameters: [position, head, checksum, row.id] })
  }
  remember(file, { ...next, checksum })
}

/** If the transaction is rolled back, the remembered row has another version than the file. */
function remember(file: SqliteFile, row: StudyRow): StudyRow {
  const rows = checked.get(file) ?? new Map<number, StudyRow>()
  rows.set(row.id, row)
  checked.set(file, rows)
  return row
}

const sameVersion = (one: Version, other: Version) =>
  one.checksum === other.checksum &&
  one.position === other.position &&
  one.head === other.head &&
  one.digest_position === other.digest_position

function checkedRow(row: StudyRow): StudyRow {
  if (row.checksum === studyChecksum(row)) return row
  const text = `The entry of study ${row.id}, '${row.name}', is damaged: its checksum does not match.`
  throw studyError('ERR_CORRUPT_JOURNAL', text)
}

/** Compiled once, because building a statement takes longer than running it. */
const STUDY = sqlite.selectFrom('studies').selectAll().where('id', '=', 0).compile()
const VERSION = sqlite
  .selectFrom('studies')
  .select(['position', 'head', 'digest_position', 'checksum'])
  .where('id', '=', 0)
  .compile()
const UPDATE_END = sqlite
  .updateTable('studies')
  .set({ position: 0, head: 0, checksum: 0 })
  .where('id', '=', 0)
  .compile()
const UPDATE = sqlite
  .updateTable('studies')
  .set({ position: 0, head: 0, checksum: 0, digest: '', digest_position: 0 })
  .where('id', '=', 0)
  .compile()

/** The id as a number; -1, which no study has, for an invalid id. */
export const rowOf = (study: StudyId) => (/^[1-9]\d{0,14}$/.test(study) ? Number(study) : -1)
