import { csvRows } from '../../text/csv.ts'
import { numberFromText } from '../../text/number-text.ts'

/**
 * Reads the rows of a CSV text with a header as objects, without spaces around names and cells. Cells that are numbers
 * become numbers; empty ones are absent.
 *
 * @throws ERR_INVALID_ARGUMENT with the number of the line
 */
export function csvObjects(text: string): readonly { readonly [column: string]: unknown }[] {
  const [header, ...rows] = csvRows(text)
  const names = header?.cells.map((name = '') => name.trim()) ?? []
  return rows.map(({ cells }) =>
    Object.fromEntries(
      names.flatMap((name, index) => {
        const cell = cells[index]?.trim() ?? ''
        return cell === '' ? [] : [[name, numberFromText(cell) ?? cell] as const]
      }),
    ),
  )
}
