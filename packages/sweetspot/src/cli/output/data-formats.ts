import type { Cell, Listing, Sheet } from './listing.ts'

/** The formats of data on stdout. */
export type DataFormat = 'json' | 'csv' | 'yaml' | 'lines'

/** Formats rows as text for programs, with all digits and without truncation. */
export async function listingText({ columns, rows }: Listing, format: DataFormat): Promise<string> {
  const names = columns.map(({ name }) => name)
  switch (format) {
    case 'json':
      return `${jsonText(rows.map((row) => picked(names, row)))}\n`
    case 'yaml':
      return yamlText(rows.map((row) => picked(names, row)))
    case 'csv':
      return [names, ...rows.map((row) => names.map((name) => row[name]))].map(csvLine).join('')
    case 'lines':
      return rows.map((row) => `${names.map((name) => tabCell(row[name])).join('\t')}\n`).join('')
  }
}

/** Formats one thing as text for programs. Lines and CSV have a row for each property, with nested names such as `a.b`. */
export async function sheetText({ data }: Sheet, format: DataFormat): Promise<string> {
  switch (format) {
    case 'json':
      return `${jsonText(data)}\n`
    case 'yaml':
      return yamlText(data)
    case 'csv':
      return [['name', 'value'], ...flattened(data)].map(csvLine).join('')
    case 'lines':
      return flattened(data)
        .map(([name, value]) => `${name}\t${tabCell(value)}\n`)
        .join('')
  }
}

/** JSON with two spaces. JSON has no NaN and infinities: they are written as texts. */
export const jsonText = (value: unknown) =>
  JSON.stringify(
    value,
    (_, item: unknown) => (typeof item === 'number' && !Number.isFinite(item) ? String(item) : item),
    2,
  )

/** YAML 1.2, which knows .nan and .inf. */
export async function yamlText(value: unknown): Promise<string> {
  const { stringify } = await import('yaml')
  return stringify(withoutUndefined(value), { lineWidth: 0 })
}

const withoutUndefined = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(withoutUndefined)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value).flatMap(([key, item]) =>
            item === undefined ? [] : [[key, withoutUndefined(item)] as const],
          ),
        )
      : value

const picked = (names: readonly string[], row: { readonly [name: string]: Cell }) =>
  Object.fromEntries(names.map((name) => [name, row[name]]))

function flattened(data: { readonly [name: string]: Cell }, prefix = ''): (readonly [string, Cell])[] {
  return Object.entries(data).flatMap(([name, value]): (readonly [string, Cell])[] => {
    if (value === undefined) return []
    const path = `${prefix}${name}`
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? flattened(value as { readonly [name: string]: Cell }, `${path}.`)
      : [[path, value]]
  })
}

const rawText = (value: Cell) =>
  value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

/** Tabs and line breaks would end a cell, so they are written as escapes. */
const tabCell = (value: Cell) =>
  rawText(value).replace(/[\p{Cc}\u2028\u2029]/gu, (char) => JSON.stringify(char).slice(1, -1))

const csvLine = (cells: readonly Cell[]) =>
  `${cells
    .map((cell) => {
      const text = rawText(cell)
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
    })
    .join(',')}\r\n`
