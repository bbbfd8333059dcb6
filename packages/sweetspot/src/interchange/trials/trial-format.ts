import { checkArgument } from '@sweetspot/core'

/** A format of files of trials. */
export type TrialFormat = 'csv' | 'json' | 'jsonl' | 'parquet'

const FORMATS: readonly TrialFormat[] = ['csv', 'json', 'jsonl', 'parquet']

/**
 * Returns the chosen format, or that of the end of a path.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export function trialFormat(format: TrialFormat | undefined, path: string | undefined): TrialFormat {
  const end = path?.split('.').at(-1)?.toLowerCase()
  const found = format ?? (end === 'ndjson' ? 'jsonl' : FORMATS.find((each) => each === end))
  const wanted = `one of ${FORMATS.map((each) => `'${each}'`).join(', ')}`
  if (found === undefined) checkArgument('format', path, false, `${wanted}, since the path has no such extension`)
  const [known = 'jsonl'] = FORMATS.filter((each) => each === found)
  checkArgument('format', format, known === found, wanted)
  return known
}
