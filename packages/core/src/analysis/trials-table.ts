import { optionsReader } from '../arguments/options.ts'
import type { Json } from '../space/json-value.ts'
import type { TrialRecord } from '../trial/trial-record.ts'
import { type CsvOptions, csvLines, csvText, type TableRow } from './csv.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** The trials of a study as rows, for `console.table`, data frames, spreadsheets and charts. */
export interface TrialsTable {
  /**
   * The names of the columns: `number`, `state`, one for each of `values`, `params` and `attributes` such as
   * `values.loss`, `params.learningRate` and `attributes.device`, then `attempt`, `startedAt` and `finishedAt` in
   * milliseconds since 1970, `duration` in milliseconds, and `reason` and `error` of trials that failed or were pruned.
   */
  readonly columns: readonly string[]
  /** The rows, by trial number: flat objects with all columns. Missing values are undefined. */
  readonly rows: readonly TableRow[]
  /**
   * Returns the table as CSV by RFC 4180, with a header and lines that end in CR LF. Arrays, objects and null are
   * written as JSON; missing values are empty, and empty texts are `""`.
   */
  toCsv(options?: CsvOptions): string
  /** Returns the lines of {@link TrialsTable.toCsv} one by one, to write a large table without one long string. */
  csvLines(options?: CsvOptions): Iterable<string>
}

/**
 * Returns all trials of a study as a table.
 *
 * @throws ERR_INVALID_ARGUMENT if the source is not a study or a snapshot
 *
 * @example
 * ```ts
 * console.table(trialsTable(study).rows)
 * writeFileSync('trials.csv', trialsTable(study).toCsv())
 * ```
 */
export function trialsTable(source: StudyOrSnapshot): TrialsTable {
  const { trials, metrics, constraintNamesEver, space } = snapshotOf(source)
  const records = [...trials]
  const entries = records.map((trial) => new Map(entriesOf(trial)))
  // Declared columns come first, in order, and exist before any trial.
  const declared = [
    ...metrics.map((name) => `values.${name}`),
    ...constraintNamesEver.map((name) => `values.${name}`),
    ...space.dimensions.map(({ name }) => `params.${name}`),
  ]
  const found = [...new Set([...declared, ...entries.flatMap((entry) => [...entry.keys()])])]
  const group = (prefix: string) => found.filter((name) => name.startsWith(prefix))
  const columns = ['number', 'state', ...group('values.'), ...group('params.'), ...group('attributes.'), ...REST]
  const rows = entries.map((entry) => Object.freeze(Object.fromEntries(columns.map((name) => [name, entry.get(name)]))))
  return Object.freeze({
    columns: Object.freeze(columns),
    rows: Object.freeze(rows),
    toCsv: (options?: CsvOptions) => csvText(columns, rows, readCsvOptions(options)),
    csvLines: (options?: CsvOptions) => csvLines(columns, rows, readCsvOptions(options)),
  })
}

const readCsvOptions = optionsReader<CsvOptions>('toCsv', { escapeFormulas: [] })

const REST = ['attempt', 'startedAt', 'finishedAt', 'duration', 'reason', 'error'] as const

function entriesOf(trial: TrialRecord): [column: string, cell: Json | undefined][] {
  const named = (prefix: string, cells: { readonly [name: string]: Json | undefined }) =>
    Object.entries(cells).map(([name, cell]): [string, Json | undefined] => [`${prefix}.${name}`, cell])
  const startedAt = 'startedAt' in trial ? trial.startedAt : undefined
  const finishedAt = 'finishedAt' in trial ? trial.finishedAt : undefined
  return [
    ['number', trial.number],
    ['state', trial.state],
    ...named('values', 'values' in trial ? (trial.values ?? {}) : {}),
    ...named('params', trial.params),
    ...named('attributes', trial.attributes),
    ['attempt', trial.attempt],
    ['startedAt', startedAt],
    ['finishedAt', finishedAt],
    ['duration', startedAt === undefined || finishedAt === undefined ? undefined : finishedAt - startedAt],
    ['reason', 'reason' in trial ? trial.reason : undefined],
    ['error', 'error' in trial ? trial.error : undefined],
  ]
}
