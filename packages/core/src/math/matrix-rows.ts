/** Copies the given rows of a row-major matrix. */
export function pickRows(matrix: Float64Array, rows: ArrayLike<number>, width: number): Float64Array<ArrayBuffer> {
  const picked = new Float64Array(rows.length * width)
  for (let index = 0; index < rows.length; index++) {
    const from = rows[index]! * width
    picked.set(matrix.subarray(from, from + width), index * width)
  }
  return picked
}
