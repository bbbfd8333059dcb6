import { type StudySnapshot, trialsTable } from '@sweetspot/core'
import { studyJson, studyJsonLines } from './study-file.ts'

/** The formats of files of trials. Each has its own ending. */
export type FileFormat = 'csv' | 'json' | 'jsonl'

/** Writers of files, by format: each returns the content of the file. */
export const WRITERS: {
  readonly [format in FileFormat]: (snapshot: StudySnapshot) => Promise<string | Uint8Array>
} = {
  csv: async (snapshot) => trialsTable(snapshot).toCsv(),
  json: async (snapshot) => studyJson(snapshot),
  jsonl: async (snapshot) => studyJsonLines(snapshot),
}

/** The format of a file by its ending; undefined for an unknown one. */
export function formatByEnding(file: string): FileFormat | undefined {
  const ending = file.slice(file.lastIndexOf('.') + 1).toLowerCase()
  return ending === 'csv' || ending === 'json' || ending === 'jsonl' ? ending : undefined
}
