/** A double as an integer multiple of a power of ten, as denoted by its shortest decimal text. */
export interface Whole {
  /** Number of decimal places: the value is `times(places) / 10^places`. */
  readonly places: number
  /** Number of significant digits. */
  digits(): number
  /** The value times `10^finer`, for `finer >= places`. */
  times(finer: number): bigint
}

/** The shortest decimal that denotes `value`. */
export function decimal(value: number): Whole {
  const [mantissa, exponent] = String(value).split('e') as [string, string?]
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?]
  const digits = BigInt(whole + fraction)
  const places = fraction.length - Number(exponent ?? 0)
  return {
    places,
    digits: () => String(size(digits)).replace(/0+$/, '').length,
    times: (finer) => digits * 10n ** BigInt(finer - places),
  }
}

/**
 * Tolerance for counting steps: the distance may differ from an integer number of steps by a billionth of that number,
 * or by a few rounding errors of the bounds, but never by more than a thousandth of a step.
 */
export const WITHIN = {
  /** Relative to the number of steps, or to one step if there are fewer. */
  ofSteps: 1e-9,
  /** Relative to the larger bound: four units in the last place. */
  roundings: 2 ** -50,
  /** Relative to one step. */
  ofStep: 1e-3,
} as const

/** The number of steps between two numbers. */
export interface Steps {
  readonly count: number
  /** Whether the steps reach the last number exactly. */
  readonly isExact: boolean
  /** Whether the steps reach the last number within {@link WITHIN}. */
  readonly reachesHigh: boolean
}

/** Counts steps in integer arithmetic, without rounding. */
export function stepsBetween(first: Whole, last: Whole, stride: Whole): Steps {
  const places = Math.max(first.places, last.places, stride.places)
  const [start, end, step] = [first.times(places), last.times(places), stride.times(places)]
  const length = end - start
  const full = length / step
  if (full * step === length) return { count: Number(full), isExact: true, reachesHigh: true }
  const nearest = (2n * length + step) / (2n * step)
  const off = size(length - nearest * step)
  const larger = size(start) > size(end) ? size(start) : size(end)
  const reachesHigh =
    nearest > 0n && off * 1000n <= step && (off * 10n ** 9n <= step * nearest || off * 2n ** 50n <= larger)
  return { count: Number(reachesHigh ? nearest : full), isExact: false, reachesHigh }
}

const size = (whole: bigint) => (whole < 0n ? -whole : whole)
