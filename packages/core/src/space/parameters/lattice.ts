/** Evenly spaced decimal values low, low + step, …; both ends included where the step reaches them. */
export interface Lattice {
  /** How many values there are; at most 2⁵³. */
  readonly count: number
  /** The value at `0 <= index < count`. */
  valueAt(index: number): number
  /** The index of the nearest value, clamped to the ends. */
  nearest(value: number): number
  /** The index of a value; −1 where it is not on the lattice. */
  indexOf(value: number): number
}

/** Up to this ratio of a value to the step, one division finds the nearest index without doubt. */
const CERTAIN = 2 ** 40

/**
 * The exact lattice of `low … high` by `step`, read as the decimal numbers people write.
 *
 * In binary, 0.1 + 0.1 + 0.1 is not 0.3 and 1 / 0.1 may fall short of 10, which is how tuners lose the last value of a
 * range. Here low and step are whole numbers of a power of ten, L / 10^d and S / 10^d, and the value at an index is the
 * double nearest to (L + index · S) / 10^d: the one its decimal literal denotes. While the numerator is a safe
 * integer and the power of ten at most 10^22, both are exact doubles, and one IEEE division rounds correctly; otherwise the decimal
 * text is written out and read.
 *
 * @param step - Above 0, and not below the spacing of doubles at the larger bound, so that all values differ.
 */
export function lattice(low: number, high: number, step: number): Lattice {
  const [first, last, stride] = [decimal(low), decimal(high), decimal(step)]
  const places = Math.max(first.places, stride.places)
  const finest = Math.max(places, last.places)
  const count = 1 + Number((last.times(finest) - first.times(finest)) / stride.times(finest))
  const [start, advance] = [first.times(places), stride.times(places)]

  const length = BigInt(count - 1) * advance
  const safe = [start, length, start + length].every((whole) => Number.isSafeInteger(Number(whole)))
  const exact = safe && Math.abs(places) <= 22
  const [from, by, power] = [Number(start), Number(advance), Number(`1e${Math.abs(places)}`)]
  const valueAt = !exact
    ? (index: number) => Number(`${start + BigInt(index) * advance}e${-places}`)
    : places > 0
      ? (index: number) => (from + index * by) / power
      : (index: number) => (from + index * by) * power

  const certain = Math.max(Math.abs(low), Math.abs(high)) / step < CERTAIN
  const nearest = (value: number) => {
    const guess = Math.round((value - low) / step)
    let index = guess > 0 ? Math.min(guess, count - 1) : 0
    if (certain) return index
    const distance = (at: number) => Math.abs(valueAt(at) - value)
    while (index > 0 && distance(index - 1) < distance(index)) index -= 1
    while (index < count - 1 && distance(index + 1) < distance(index)) index += 1
    return index
  }
  const indexOf = (value: number) => {
    if (!(value >= low && value <= high)) return -1
    const index = nearest(value)
    return valueAt(index) === value ? index : -1
  }
  return { count, valueAt, nearest, indexOf }
}

/** The shortest decimal that denotes `value`, as a whole number of `10^-places`. */
function decimal(value: number): { readonly places: number; times(places: number): bigint } {
  const [mantissa, exponent] = String(value).split('e') as [string, string?]
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?]
  const digits = BigInt(whole + fraction)
  const places = fraction.length - Number(exponent ?? 0)
  return { places, times: (finer) => digits * 10n ** BigInt(finer - places) }
}
