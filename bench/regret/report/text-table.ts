/** Formats rows as columns: the first left-aligned, the others right-aligned. An empty row is an empty line. */
export function textTable(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] as number
        return column === 0 ? cell.padEnd(width) : cell.padStart(width + 2)
      })
      .join('')
      .trimEnd(),
  )
}
