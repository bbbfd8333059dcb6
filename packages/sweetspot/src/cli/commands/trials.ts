import { formatValue, type TableRow, type TrialState, trialsTable } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import { formatDuration } from '../../text/format-duration.ts'
import type { CommandCode } from '../command-code.ts'
import { columnNames, shortNames } from '../expressions/columns.ts'
import { passes } from '../expressions/expression.ts'
import { parseExpression } from '../expressions/parse-expression.ts'
import type { Cell, Column } from '../output/listing.ts'
import { paintState } from '../output/palette.ts'
import { cellText } from '../output/text-table.ts'
import { timeText } from '../output/time-text.ts'
import { readStoredStudy } from '../studies/stored-study.ts'

/** `sweetspot trials` */
export const trials: CommandCode<'trials'> = async ({ arguments: { study }, options }, context) => {
  const snapshot = await readStoredStudy(context, study)
  const { columns, rows } = trialsTable(snapshot)
  const names = columnNames(columns)
  const where = options.where === undefined ? undefined : parseExpression(options.where, names)
  const chosen =
    options.columns === undefined
      ? context.print.format === 'table'
        ? columns.filter((name) => isShownByDefault(name, rows))
        : columns
      : chosenColumns(options.columns).map((name) => names.find(name))
  const found = where ? rows.filter((row) => passes(where, row)) : rows
  const sorted = options.sort === undefined ? found : sortedBy(found, options.sort, names.find)
  const headings = shortNames(chosen, columns)
  await context.print.listing({
    columns: chosen.map((name, index) => columnOf(name, headings[index] ?? name)),
    rows: sorted.slice(0, options.limit ?? sorted.length),
    empty:
      rows.length === 0
        ? `${snapshot.name} has no trials yet. Start one: sweetspot ask ${snapshot.name}`
        : rows.length === 1
          ? `The only trial of ${snapshot.name} does not fit.`
          : `None of the ${rows.length} trials of ${snapshot.name} fits.`,
  })
}

function chosenColumns(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.every((name) => name !== '')) return names
  throw productError('ERR_USAGE', `Expected --columns to be names separated by commas; received ${formatValue(text)}.`)
}

/** A table leaves out bookkeeping, and reasons and errors if there are none. */
function isShownByDefault(name: string, rows: readonly TableRow[]): boolean {
  if (['attempt', 'startedAt', 'finishedAt'].includes(name) || name.startsWith('attributes.')) return false
  return (name !== 'reason' && name !== 'error') || rows.some((row) => row[name] !== undefined)
}

/** Rows without a value come last in both orders. */
function sortedBy(rows: readonly TableRow[], given: string, find: (name: string) => string): readonly TableRow[] {
  const isDescending = given.startsWith('-')
  const column = find(given.replace(/^[-+]/, ''))
  const sign = isDescending ? -1 : 1
  return rows.toSorted((one, other) => {
    const [left, right] = [one[column], other[column]]
    if (isUnordered(left) || isUnordered(right)) return Number(isUnordered(left)) - Number(isUnordered(right))
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right)
    const [first, second] = [String(left), String(right)]
    return first === second ? 0 : first < second ? -sign : sign
  })
}

const isUnordered = (value: Cell) => value === undefined || (typeof value === 'number' && Number.isNaN(value))

function columnOf(name: string, heading: string): Column {
  switch (name) {
    case 'number':
      return { name, heading: 'trial', whole: true }
    case 'state':
      return { name, whole: true, paint: (paint, value) => paintState(paint, value as TrialState) }
    case 'duration':
      return { name, heading: 'time', text: (value) => (typeof value === 'number' ? formatDuration(value) : '–') }
    case 'startedAt':
    case 'finishedAt':
      return { name, heading: name === 'startedAt' ? 'started' : 'finished', text: timeText }
    case 'error':
      return { name, text: (value) => (typeof value === 'string' ? (value.split('\n', 1)[0] ?? '') : '–') }
    default:
      return { name, heading, text: cellText }
  }
}
