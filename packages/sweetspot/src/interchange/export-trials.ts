import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  type CsvOptions,
  checkArgument,
  countOf,
  type JournalStorage,
  optionsReader,
  type StudySnapshot,
  trialsTable,
} from '@sweetspot/core'
import { type ExportedStudy, snapshotOfOne } from './exported-studies.ts'
import { headerOf } from './trials/study-header.ts'
import { type TrialFormat, trialFormat } from './trials/trial-format.ts'
import { jsonLines, jsonTextLines } from './trials/write-json.ts'
import { checkNewPath, writeNewFile } from './write-new-file.ts'

/** Options of {@link exportTrials}. */
export interface ExportTrialsOptions extends CsvOptions {
  /** The storage, or its address. */
  readonly from: string | JournalStorage
  /** The name of the study. Default: the name of the only study in the storage. */
  readonly study?: string
  /** The path of the new file. Default: none; the text is returned. */
  readonly to?: string
  /** The format. Default: that of the end of `to`: `.csv`, `.json`, `.jsonl`, `.ndjson` or `.parquet`. */
  readonly format?: TrialFormat
}

/**
 * Exports the trials of a study to a new file, or as text.
 *
 * JSON and JSON Lines have all of the trials: curves, earlier attempts, suggestions. CSV and Parquet have the flat
 * table of `trialsTable`. Files are written as a stream, except Parquet.
 *
 * @returns What was exported; without `to`, the text.
 * @throws ERR_INVALID_ARGUMENT, ERR_STUDY_NOT_FOUND, ERR_FILE_EXISTS, ERR_FILE_ACCESS, ERR_STORAGE
 *
 * @example
 * ```ts
 * await exportTrials({ from: 'sqlite:studies.db', study: 'net', to: 'net.csv' })
 * const text = await exportTrials({ from: 'sqlite:studies.db', study: 'net', format: 'jsonl' })
 * ```
 */
export async function exportTrials(options: ExportTrialsOptions & { readonly to: string }): Promise<ExportedStudy>
export async function exportTrials(options: ExportTrialsOptions & { readonly to?: never }): Promise<string>
export async function exportTrials(options: ExportTrialsOptions): Promise<ExportedStudy | string>
export async function exportTrials(options: ExportTrialsOptions): Promise<ExportedStudy | string> {
  const { from, study, to, format: chosen, escapeFormulas = false } = readOptions(options)
  if (to !== undefined) checkNewPath(to)
  const format = trialFormat(chosen, to)
  checkArgument('escapeFormulas', escapeFormulas, typeof escapeFormulas === 'boolean', 'a boolean')
  checkArgument('to', to, to !== undefined || format !== 'parquet', 'the path of a new file, since Parquet is no text')
  const snapshot = await snapshotOfOne(from, study)
  if (to === undefined) return [...linesOf(snapshot, format, { escapeFormulas })].join('')
  await writeNewFile(to, async (path) => {
    if (format === 'parquet') {
      const { parquetOf } = await import('./trials/parquet.ts')
      return writeFile(path, parquetOf(trialsTable(snapshot), headerOf(snapshot)), { flag: 'wx' })
    }
    const lines = linesOf(snapshot, format, { escapeFormulas })
    return pipeline(Readable.from(lines), createWriteStream(path, { flags: 'wx' }))
  })
  return { name: snapshot.name, trialCount: [...snapshot.trials].length, notices: noticesOf(snapshot, format) }
}

const readOptions = optionsReader<ExportTrialsOptions>('exportTrials', {
  from: ['storage'],
  study: ['study_name', 'studyName', 'name'],
  to: ['path', 'file'],
  format: [],
  escapeFormulas: [],
})

function linesOf(snapshot: StudySnapshot, format: TrialFormat, options: CsvOptions): Iterable<string> {
  if (format === 'csv') return trialsTable(snapshot).csvLines(options)
  return format === 'jsonl' ? jsonLines(snapshot) : jsonTextLines(snapshot)
}

function noticesOf({ trials }: StudySnapshot, format: TrialFormat): string[] {
  if (format === 'json' || format === 'jsonl') return []
  const count = [...trials].filter(({ measurements }) => measurements.length > 0).length
  return count === 0
    ? []
    : [`The intermediate values of ${countOf(count, 'trial')} are left out; JSON and JSON Lines have them.`]
}
