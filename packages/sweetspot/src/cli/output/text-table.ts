import { printable } from '@sweetspot/core'
import type { Paint } from '../../terminal/ansi.ts'
import { displayWidth, pad, truncate } from '../../text/display-width.ts'
import { formatJson } from '../../text/format-value.ts'
import type { Cell, Column, Listing, Sheet } from './listing.ts'

const GAP = '  '

/** Cells below which a column is not narrowed: the others are left out instead. */
const NARROWEST_COLUMN = 6

/** A table for people. */
export interface TextTable {
  readonly lines: readonly string[]
  /** The headings of columns that did not fit. */
  readonly hidden: readonly string[]
}

/** The text of a value for people: a dash for a missing one. */
export const cellText = (value: Cell) => (value === undefined ? '–' : formatJson(value))

const headingOf = ({ heading, name }: Column) => printable(heading ?? name)

/**
 * Formats a listing as a table that fits a width. Long cells are truncated, the widest columns first; if that is not
 * enough, the last columns are left out.
 */
export function textTable({ columns, rows }: Listing, width: number, paint: Paint): TextTable {
  const all = columns
    .filter(({ isDataOnly }) => !isDataOnly)
    .map((column) => {
      const { name, text = cellText } = column
      const cells = rows.map((row) => ({ value: row[name], text: printable(text(row[name])) }))
      const isNumeric = cells.every(({ value }) => value === undefined || typeof value === 'number') && cells.length > 0
      const longest = Math.max(...[headingOf(column), ...cells.map((cell) => cell.text)].map(displayWidth))
      return { column, cells, longest, align: isNumeric ? ('right' as const) : ('left' as const) }
    })
  let shown = all
  const least = () =>
    shown.reduce(
      (sum, { column, longest }) => sum + (column.whole ? longest : Math.min(longest, NARROWEST_COLUMN)) + GAP.length,
      -GAP.length,
    )
  while (shown.length > 1 && least() > width) shown = shown.slice(0, -1)
  const widths = fittedWidths(
    shown.map(({ longest, column }) => ({ longest, isWhole: column.whole === true })),
    width - GAP.length * (shown.length - 1),
  )
  const line = (cells: readonly string[], paints: readonly ((text: string) => string)[]) =>
    cells
      .map((cell, index) => {
        const isLast = index === cells.length - 1
        const { align = 'left' } = shown[index] ?? {}
        const room = widths[index] ?? 0
        const cut = truncate(cell, room)
        const blank = isLast && align === 'left' ? '' : ' '.repeat(Math.max(0, room - displayWidth(cut)))
        const painted = (paints[index] ?? String)(cut)
        return align === 'right' ? blank + painted : painted + blank
      })
      .join(GAP)
  const headings = shown.map(({ column }) => headingOf(column))
  const body = rows.map((_, at) =>
    line(
      shown.map(({ cells }) => cells[at]?.text ?? ''),
      shown.map(({ column, cells }) => column.paint?.(paint, cells[at]?.value) ?? String),
    ),
  )
  return {
    lines: [
      line(
        headings,
        headings.map(() => paint.bold),
      ),
      ...body,
    ],
    hidden: all.slice(shown.length).map(({ column }) => headingOf(column)),
  }
}

/** Narrows the widest columns until all fit. */
function fittedWidths(
  columns: readonly { readonly longest: number; readonly isWhole: boolean }[],
  room: number,
): readonly number[] {
  const widths = columns.map(({ longest }) => longest)
  const total = () => widths.reduce((sum, width) => sum + width, 0)
  for (let surplus = total() - room; surplus > 0; surplus = total() - room) {
    const flexible = columns.flatMap(({ isWhole }, index) =>
      !isWhole && (widths[index] ?? 0) > NARROWEST_COLUMN ? [index] : [],
    )
    const widest = flexible.toSorted((one, other) => (widths[other] ?? 0) - (widths[one] ?? 0))[0] ?? widths.length - 1
    const next = Math.max(1, (widths[widest] ?? 0) - 1)
    if (next === widths[widest]) break
    widths[widest] = next
  }
  return widths
}

/** Formats labels and texts in two columns that fit a width. */
export function textSheet({ lines }: Sheet, width: number, paint: Paint): readonly string[] {
  const longest = Math.max(0, ...lines.map(({ label }) => displayWidth(printable(label))))
  const left = Math.min(longest, Math.floor(width / 2))
  return lines.map(({ label, text, paint: tint }) => {
    if (label === '' && text === '') return ''
    const shown = truncate(printable(text), width - left - GAP.length)
    const name = pad(truncate(printable(label), left), left)
    return `${paint.dim(name)}${GAP}${tint ? tint(paint)(shown) : shown}`
  })
}
