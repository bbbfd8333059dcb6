import { decimal, stepsBetween, type Whole, WITHIN } from './decimal-steps.ts'

/** Evenly spaced values low, low + step, …, up to high. The last value is exactly high if the steps reach it. */
export interface Lattice {
  /** The number of values, at most 2⁵³. */
  readonly count: number
  /** Whether the steps reach `high`; otherwise the last value is below it. */
  readonly reachesHigh: boolean
  /** The value at `0 <= index < count`. */
  valueAt(index: number): number
  /** The index of the nearest value, clamped to the ends. */
  nearest(value: number): number
  /** The index of the value that a number denotes, up to rounding errors; −1 if there is none. */
  indexOf(value: number): number
}

/** Up to this ratio of value to step, a single division finds the nearest index reliably. */
const CERTAIN = 2 ** 40

/**
 * Creates the lattice from `low` to `high` by `step`, all read as decimal numbers.
 *
 * In binary, 0.1 + 0.1 + 0.1 is not 0.3, and 1 / 0.1 may fall short of 10, so a naive lattice loses the last value of a
 * range. Steps are therefore counted exactly, in decimals; a number of steps that differs from an integer by no more
 * than {@link WITHIN} counts as that integer: π is four steps of π / 4 from 0, and 1 is one step of 0.1 from 0.9.
 *
 * Values are the doubles that decimal literals denote. A step of more than 15 digits, such as 1 / 3, is the rounded
 * result of a computation, and its multiples would accumulate the error: if it reaches the end up to rounding, the
 * values divide the range evenly instead.
 *
 * @param step - Greater than 0, and at least the spacing of doubles at the larger bound, so that all values differ.
 */
export function lattice(low: number, high: number, step: number): Lattice {
  const { steps, reachesHigh, valueAt } = isWhole(low, high, step) ? wholes(low, high, step) : decimals(low, high, step)
  const magnitude = Math.max(Math.abs(low), Math.abs(high)) / step
  const certain = magnitude < CERTAIN
  const nearest = (value: number) => {
    const guess = Math.round((value - low) / step)
    let index = guess > 0 ? Math.min(guess, steps) : 0
    if (certain) return index
    const distance = (at: number) => Math.abs(valueAt(at) - value)
    while (index > 0 && distance(index - 1) < distance(index)) index -= 1
    while (index < steps && distance(index + 1) < distance(index)) index += 1
    return index
  }
  const rounding = magnitude * WITHIN.roundings
  const indexOf = (value: number) => {
    const index = nearest(value)
    const own = valueAt(index)
    if (own === value) return index
    const tolerance = Math.min(WITHIN.ofStep, Math.max(WITHIN.ofSteps * Math.max(1, index), rounding))
    return Math.abs(own - value) <= step * tolerance ? index : -1
  }
  return { count: steps + 1, reachesHigh, valueAt, nearest, indexOf }
}

type Values = Pick<Lattice, 'reachesHigh' | 'valueAt'> & { readonly steps: number }

/** Whether all values of a lattice are exact integers. */
const isWhole = (low: number, high: number, step: number) =>
  Number.isSafeInteger(low) && Number.isSafeInteger(high) && Number.isSafeInteger(step) && high - low < 2 ** 53

function wholes(low: number, high: number, step: number): Values {
  const rest = (high - low) % step
  // Adding 0 turns -0 into 0.
  return { steps: (high - low - rest) / step, reachesHigh: rest === 0, valueAt: (index) => low + index * step + 0 }
}

function decimals(low: number, high: number, step: number): Values {
  const [first, last, stride] = [decimal(low), decimal(high), decimal(step)]
  const { count: steps, isExact, reachesHigh } = stepsBetween(first, last, stride)
  const isRounded = reachesHigh && !isExact
  if (!isRounded) return { steps, reachesHigh, valueAt: multiples(first, stride, steps) }
  const inner = stride.digits() > 15 ? divided(low, high, first, last, steps) : multiples(first, stride, steps)
  return { steps, reachesHigh, valueAt: (index) => (index === steps ? high : inner(index)) }
}

/**
 * The multiples of a step. Low and step are integers over a power of ten, L / 10^d and S / 10^d, and the value at an
 * index is the double nearest to (L + index · S) / 10^d. While the numerator is a safe integer and the power of ten at
 * most 10^22, both are exact doubles, and one IEEE division rounds correctly; otherwise the decimal text is written and
 * parsed.
 */
function multiples(first: Whole, stride: Whole, steps: number): (index: number) => number {
  const places = Math.max(first.places, stride.places)
  const [start, advance] = [first.times(places), stride.times(places)]
  const length = BigInt(steps) * advance
  const isSafe = [start, length, start + length].every((whole) => Number.isSafeInteger(Number(whole)))
  if (!isSafe || Math.abs(places) > 22) return (index) => Number(`${start + BigInt(index) * advance}e${-places}`)
  const [from, by, power] = [Number(start), Number(advance), Number(`1e${Math.abs(places)}`)]
  return places > 0 ? (index) => (from + index * by) / power : (index) => (from + index * by) * power
}

/** Extra digits beyond those of a double, so that truncating a quotient has no effect. */
const GUARD = 30

/** An evenly divided range: in doubles if their errors are far below a step, otherwise in integers. */
function divided(low: number, high: number, first: Whole, last: Whole, steps: number): (index: number) => number {
  const range = high - low
  if ((Math.max(Math.abs(low), Math.abs(high)) / range) * steps < CERTAIN && Number.isFinite(range * steps)) {
    return (index) => low + (range * index) / steps
  }
  const places = Math.max(first.places, last.places)
  const start = first.times(places + GUARD)
  const length = last.times(places + GUARD) - start
  return (index) => Number(`${start + (length * BigInt(index)) / BigInt(steps)}e${-(places + GUARD)}`)
}
