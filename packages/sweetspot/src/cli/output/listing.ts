import type { Json } from '@sweetspot/core'
import type { Paint } from '../../terminal/ansi.ts'

/** A value of an output. Numbers may be NaN or infinite; undefined is a missing value. */
export type Cell = Json | undefined

/** A column of a listing. */
export interface Column {
  /** The name of the values in data formats, and the heading of the table unless `heading` is given. */
  readonly name: string
  readonly heading?: string
  /** Formats a value for people. Default: numbers with four significant digits. */
  readonly text?: (value: Cell) => string
  readonly paint?: (paint: Paint, value: Cell) => (text: string) => string
  /** Whether the column is never truncated, such as a number of a trial. */
  readonly whole?: true
  /** Whether tables leave the column out. */
  readonly isDataOnly?: true
}

export type Row = { readonly [column: string]: Cell }

/** Rows of the same kind. */
export interface Listing {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** The sentence that a terminal shows instead of an empty table. */
  readonly empty: string
}

/** One thing with properties. */
export interface Sheet {
  /** The whole thing, for data formats. */
  readonly data: { readonly [name: string]: Cell }
  /** The view for people: labels and texts. Blank lines of the terminal are rows without a label and a text. */
  readonly lines: readonly SheetLine[]
}

export interface SheetLine {
  readonly label: string
  readonly text: string
  readonly paint?: (paint: Paint) => (text: string) => string
}
