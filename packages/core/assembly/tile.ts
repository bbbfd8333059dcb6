/**
 * The micro-kernel of all matrix products: the 16 dot products of four rows with four rows, two by four at a time.
 *
 * Each of the eight open sums has its own register (two lanes: even and odd elements), so that additions do not wait
 * for each other; with the operands, 15 of the 16 registers of x86-64 are used. Rows are read in memory order, so that
 * nothing is packed. Wider tiles, unrolling and kernels that multiply by one element gained nothing: all reach the same
 * rate, limited by the units for additions and multiplications. It is inlined, since calls cost up to 5 % at a hundred
 * rows.
 */

/** A tile of 4 × 4 numbers, row-major. */
export const TILE: usize = memory.data(128, 16)

/** TILE[r][c] = Σ a[r][k] b[c][k] over k in [from, to), both even. Rows are `stride` bytes apart. */
// @ts-ignore: decorators of functions are AssemblyScript's
@inline
export function dotTile(a: usize, aStride: usize, b: usize, bStride: usize, from: usize, to: usize): void {
  const first = from << 3
  const last = to << 3
  const b1 = b + bStride
  const b2 = b1 + bStride
  const b3 = b2 + bStride
  for (let out = TILE; out < TILE + 128; out += 64) {
    const a1 = a + aStride
    let s00 = f64x2.splat(0)
    let s01 = s00
    let s02 = s00
    let s03 = s00
    let s10 = s00
    let s11 = s00
    let s12 = s00
    let s13 = s00
    for (let k = first; k < last; k += 16) {
      const x0 = v128.load(a + k)
      const x1 = v128.load(a1 + k)
      let y = v128.load(b + k)
      s00 = f64x2.add(s00, f64x2.mul(x0, y))
      s10 = f64x2.add(s10, f64x2.mul(x1, y))
      y = v128.load(b1 + k)
      s01 = f64x2.add(s01, f64x2.mul(x0, y))
      s11 = f64x2.add(s11, f64x2.mul(x1, y))
      y = v128.load(b2 + k)
      s02 = f64x2.add(s02, f64x2.mul(x0, y))
      s12 = f64x2.add(s12, f64x2.mul(x1, y))
      y = v128.load(b3 + k)
      s03 = f64x2.add(s03, f64x2.mul(x0, y))
      s13 = f64x2.add(s13, f64x2.mul(x1, y))
    }
    v128.store(out, sumLanes(s00, s01))
    v128.store(out, sumLanes(s02, s03), 16)
    v128.store(out, sumLanes(s10, s11), 32)
    v128.store(out, sumLanes(s12, s13), 48)
    a = a1 + aStride
  }
}

/** [x₀ + x₁, y₀ + y₁] */
// @ts-ignore: decorators of functions are AssemblyScript's
@inline
export function sumLanes(x: v128, y: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(x, y, 0, 2), v128.shuffle<f64>(x, y, 1, 3))
}

/** x₀ + x₁ */
// @ts-ignore: decorators of functions are AssemblyScript's
@inline
export function sum(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1)
}
