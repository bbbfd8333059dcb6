import { numberFromText } from './number-text.ts'

/** Reads the rows of a CSV text (RFC 4180) with a header as objects; cells that are numbers become numbers. */
export function csvObjects(text: string): readonly { readonly [column: string]: unknown }[] {
  const [header = [], ...rows] = csvRows(text.startsWith('\uFEFF') ? text.slice(1) : text)
  const names = header.map((name) => name.trim())
  return rows.map((cells) =>
    Object.fromEntries(
      names.flatMap((name, index) => {
        const cell = cells[index]?.trim() ?? ''
        return cell === '' ? [] : [[name, numberFromText(cell) ?? cell] as const]
      }),
    ),
  )
}

/** A cell with its separator: quoted, or plain. */
const CELL = /(?:"([^"]*(?:""[^"]*)*)"|([^,\r\n]*))(,|\r?\n|\r|$)/y

function csvRows(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  CELL.lastIndex = 0
  while (CELL.lastIndex < text.length) {
    const match = CELL.exec(text)
    if (!match) break
    const [, quoted, plain = '', separator = ''] = match
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (separator === ',' && CELL.lastIndex < text.length) continue
    if (row.some((cell) => cell !== '')) rows.push(row)
    row = []
  }
  return rows
}
