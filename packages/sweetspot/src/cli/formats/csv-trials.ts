import { type GivenTrial, type Json, type StudySnapshot, SweetspotError } from '@sweetspot/core'
import { jsonOrText, readParams } from '../studies/assignments.ts'

/**
 * Reads trials from a table with a header: columns `params.x`, `values.y` and `attributes.z`, and optionally `state`,
 * `error`, `reason`, `startedAt` and `finishedAt` in milliseconds since 1970. A column without a prefix is the metric,
 * the constraint or the parameter of that name.
 *
 * @param file - The name of the file, for messages.
 * @throws ERR_INVALID_FILE with the line
 */
export function readCsvTrials(file: string, text: string, snapshot: StudySnapshot): readonly GivenTrial[] {
  const [header, ...records] = csvRecords(file, text)
  if (!header) throw invalid(file, 1, 'it is empty')
  const columns = header.cells.map((name) => fullName(name, snapshot))
  return records.map(({ cells, line }) => {
    if (cells.length !== columns.length) {
      throw invalid(file, line, `expected ${columns.length} cells; found ${cells.length}`)
    }
    const row = new Map(columns.map((column, index) => [column, cells[index] ?? '']))
    try {
      return trialOf(row, snapshot)
    } catch (thrown) {
      throw thrown instanceof SweetspotError ? invalid(file, line, thrown.message.split('. ', 1)[0] ?? '') : thrown
    }
  })
}

function fullName(name: string, { metrics, constraintNamesEver, space }: StudySnapshot): string {
  if ([...metrics, ...constraintNamesEver].includes(name)) return `values.${name}`
  return space.dimensions.some((dimension) => dimension.name === name) ? `params.${name}` : name
}

function trialOf(row: ReadonlyMap<string, string>, snapshot: StudySnapshot): GivenTrial {
  const group = (prefix: string) =>
    [...row].flatMap(([column, text]): [string, string][] =>
      column.startsWith(prefix) && text !== '' ? [[column.slice(prefix.length), text]] : [],
    )
  const params = readParams(
    group('params.').map(([name, text]) => `${name}=${text}`),
    snapshot,
  )
  const values = Object.fromEntries(group('values.').map(([name, text]) => [name, Number(text)]))
  const attributes = Object.fromEntries(
    group('attributes.').map(([name, text]): [string, Json] => [name, jsonOrText(text)]),
  )
  const hasAttributes = Object.keys(attributes).length > 0
  const time = (column: string) => {
    const text = row.get(column) ?? ''
    return text === '' ? {} : { [column]: Number(text) }
  }
  const common = { params, ...(hasAttributes && { attributes }) }
  const ended = { ...common, ...time('startedAt'), ...time('finishedAt') }
  const [state, error, reason] = ['state', 'error', 'reason'].map((column) => row.get(column) || undefined)
  switch (state ?? 'completed') {
    case 'completed':
      return { ...ended, values }
    case 'pruned':
      return { ...ended, state: 'pruned', ...(reason !== undefined && { reason }) }
    case 'failed':
      return { ...ended, state: 'failed', ...(error !== undefined && { error }) }
    case 'waiting':
    case 'running':
    case 'paused':
      return { ...common, state: 'waiting' }
    default:
      throw new SweetspotError('ERR_INVALID_FILE', `Unknown state '${state}'.`)
  }
}

interface CsvRecord {
  readonly cells: readonly string[]
  readonly line: number
}

/** Splits CSV by RFC 4180: quoted cells may have commas, line breaks and doubled quotes. Empty lines are skipped. */
function csvRecords(file: string, text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = []
  let [cells, cell, isQuoted, line, start]: [string[], string, boolean, number, number] = [[], '', false, 1, 1]
  const end = () => {
    if (cells.length > 0 || cell !== '') records.push({ cells: [...cells, cell], line: start })
    ;[cells, cell, start] = [[], '', line]
  }
  const source = text.replace(/^\ufeff/, '')
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at]
    if (char === '\n') line += 1
    if (isQuoted) {
      if (char !== '"') cell += char
      else if (source[at + 1] === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (char === '"') isQuoted = true
    else if (char === ',') {
      cells.push(cell)
      cell = ''
    } else if (char === '\n') end()
    else if (char !== '\r') cell += char
  }
  if (isQuoted) throw invalid(file, start, 'a quoted cell is not closed')
  end()
  return records
}

const invalid = (file: string, line: number, why: string) =>
  new SweetspotError('ERR_INVALID_FILE', `${file}:${line} cannot be imported: ${why}.`)
