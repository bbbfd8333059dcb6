/**
 * The random numbers of BBOB instances, identical to the original code, so that instances equal the published ones.
 * Hansen, Finck, Ros & Auger, "Real-parameter black-box optimization benchmarking 2009: noiseless functions
 * definitions" (INRIA RR-6829, 2009).
 */

/** Numbers in (0, 1): Park & Miller's generator with a shuffle table of 32 entries. */
export function uniforms(count: number, seed: number): Float64Array {
  let state = Math.max(1, Math.abs(seed))
  const step = () => {
    state = 16_807 * (state % 127_773) - 2_836 * Math.floor(state / 127_773)
    if (state < 0) state += 2_147_483_647
  }
  const table = new Float64Array(32)
  for (let entry = 39; entry >= 0; entry -= 1) {
    step()
    if (entry < 32) table[entry] = state
  }
  let drawn = table[0] as number
  return new Float64Array(count).map(() => {
    step()
    const entry = Math.floor(drawn / 67_108_865)
    drawn = table[entry] as number
    table[entry] = state
    return drawn / 2.147483647e9 || 1e-99
  })
}

/** Standard normal numbers: Box & Muller. */
export function normals(count: number, seed: number): Float64Array {
  const u = uniforms(2 * count, seed)
  return new Float64Array(count).map(
    (_, i) => Math.sqrt(-2 * Math.log(u[i] as number)) * Math.cos(2 * Math.PI * (u[count + i] as number)) || 1e-99,
  )
}

/** A square matrix, by rows. */
export type Matrix = readonly Float64Array[]

/** A random rotation: normal numbers with orthonormalised columns. */
export function rotation(dimensions: number, seed: number): Matrix {
  const gauss = normals(dimensions * dimensions, seed)
  const columns: Float64Array[] = []
  for (let column = 0; column < dimensions; column += 1) {
    const own = gauss.slice(column * dimensions, (column + 1) * dimensions)
    for (const earlier of columns) {
      const along = own.reduce((sum, value, row) => sum + value * (earlier[row] as number), 0)
      for (let row = 0; row < dimensions; row += 1) own[row] = (own[row] as number) - along * (earlier[row] as number)
    }
    const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0))
    columns.push(own.map((value) => value / length))
  }
  return columns.map((_, row) => Float64Array.from(columns, (column) => column[row] as number))
}

/** The optimum x_opt, in [−4, 4] to four decimals. */
export const optimalPoint = (dimensions: number, seed: number): Float64Array =>
  uniforms(dimensions, seed).map((u) => (8 * Math.floor(1e4 * u)) / 1e4 - 4 || -1e-5)

/** The value at the optimum, in [−1000, 1000] to two decimals. */
export function optimalValue(seed: number): number {
  const [numerator] = normals(1, seed) as unknown as [number]
  const [denominator] = normals(1, seed + 1) as unknown as [number]
  return Math.min(1_000, Math.max(-1_000, Math.floor((100 * 100 * numerator) / denominator + 0.5) / 100))
}
