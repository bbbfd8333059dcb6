import { formatValue, nearestName } from '@sweetspot/core'
import { productError } from '../../product-error.ts'

/** Finds columns of a table of trials by their full names, or by the names of metrics, params and attributes. */
export interface ColumnNames {
  readonly all: readonly string[]
  /**
   * The full name of a column.
   *
   * @throws ERR_USAGE if it is unknown or ambiguous
   */
  find(given: string): string
}

const PREFIXES = ['values.', 'params.', 'attributes.']

const shortName = (column: string) => {
  const prefix = PREFIXES.find((each) => column.startsWith(each))
  return prefix === undefined ? column : column.slice(prefix.length)
}

export function columnNames(all: readonly string[]): ColumnNames {
  const known = new Set(all)
  const byShortName = Map.groupBy(all, shortName)
  return {
    all,
    find: (given) => {
      if (known.has(given)) return given
      const [first, ...others] = byShortName.get(given) ?? []
      if (first !== undefined && others.length === 0) return first
      if (first !== undefined) {
        throw productError('ERR_USAGE', `${formatValue(given)} is ambiguous: write ${[first, ...others].join(' or ')}.`)
      }
      const nearest = nearestName(given, [...byShortName.keys(), ...all])
      const hint =
        nearest === undefined ? `The columns are ${[...byShortName.keys()].join(', ')}.` : `Did you mean ${nearest}?`
      throw productError('ERR_USAGE', `Unknown column ${formatValue(given)}. ${hint}`)
    },
  }
}

/** The shortest name of each column that no other column has. */
export function shortNames(columns: readonly string[], all: readonly string[]): readonly string[] {
  const counts = Map.groupBy(all, shortName)
  return columns.map((column) => (counts.get(shortName(column))?.length === 1 ? shortName(column) : column))
}
