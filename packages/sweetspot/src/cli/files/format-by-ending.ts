/** The formats of trials that the ending of a file names. */
export type TrialFileFormat = 'csv' | 'json' | 'jsonl' | 'parquet'

const BY_ENDING: { readonly [ending: string]: TrialFileFormat } = {
  csv: 'csv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
}

/** The format of a file by its ending; undefined for an unknown one. */
export function formatByEnding(file: string): TrialFileFormat | undefined {
  const ending = file.slice(file.lastIndexOf('.') + 1).toLowerCase()
  return Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending] : undefined
}
