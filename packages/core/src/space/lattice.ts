/** Evenly spaced decimal values low, low + step, …; both ends included where the step reaches them. */
export interface Lattice {
  readonly count: number
  valueAt(index: number): number
  /** The index of the nearest lattice value, clamped to the ends. */
  nearest(value: number): number
}

/**
 * The exact lattice of `low … high` by `step`, read as the decimal numbers people write.
 *
 * In binary, 0.1 + 0.1 + 0.1 is not 0.3 and 1 / 0.1 may fall short of 10, which is how tuners lose the last value of a
 * range. Here the three numbers are taken as integers over a power of ten: with L, S < 2^53 and 10^d ≤ 10^22 both sides
 * of the division in `valueAt` are exact, so IEEE division returns the double nearest to the decimal value, the one its
 * literal denotes.
 */
export function lattice(low: number, high: number, step: number): Lattice {
  const digits = Math.max(decimals(low), decimals(step), decimals(high))
  const scale = 10 ** digits
  const [first, last, stride] = [low, high, step].map((value) => Math.round(value * scale)) as [number, number, number]
  const exact = digits <= 22 && Math.abs(first) + Math.abs(last) + stride <= Number.MAX_SAFE_INTEGER && stride > 0
  const count = 1 + (exact ? Math.floor((last - first) / stride) : Math.floor((high - low) / step + 1e-9))
  const valueAt = (index: number) => (exact ? (first + index * stride) / scale : Math.min(high, low + index * step))
  return {
    count,
    valueAt,
    nearest: (value) => Math.max(0, Math.min(count - 1, Math.round((value - low) / step))),
  }
}

/** Digits after the decimal point in the shortest text that denotes `value`. */
function decimals(value: number): number {
  const [mantissa, exponent] = String(value).split('e') as [string, string?]
  const fraction = mantissa.split('.')[1]?.length ?? 0
  return Math.max(0, fraction - Number(exponent ?? 0))
}
