import { decimal, WITHIN } from './decimal-steps.ts'

/** The first and the last multiple of a number within a range. */
export interface Multiples {
  readonly first: number
  readonly last: number
}

/**
 * Finds the multiples of `factor` from `low` to `high`, all read as decimal numbers: 0.3 is a multiple of 0.1. As with
 * steps, an end that differs from a multiple by rounding only counts as that multiple. Undefined if there is none.
 *
 * @param factor - Greater than 0.
 */
export function multiplesWithin(low: number, high: number, factor: number): Multiples | undefined {
  const [start, end, unit] = [decimal(low), decimal(high), decimal(factor)]
  const places = Math.max(start.places, end.places, unit.places)
  const [from, to, by] = [start.times(places), end.times(places), unit.times(places)]
  const first = ceiling(from, by)
  const last = -ceiling(-to, by)
  if (first > last) return undefined
  const valueOf = (count: bigint) => Number(`${count * by}e${-places}`) + 0
  return { first: valueOf(first), last: valueOf(last) }
}

/** The least count of steps that reaches a value, up to rounding errors. */
function ceiling(value: bigint, by: bigint): bigint {
  const nearest = (2n * value + (value < 0n ? -by : by)) / (2n * by)
  const off = size(value - nearest * by)
  if (off === 0n) return nearest
  const isRounding = off * BigInt(1 / WITHIN.ofStep) <= by && off * BigInt(1e9) <= size(value)
  if (isRounding || nearest * by > value) return nearest
  return nearest + 1n
}

const size = (whole: bigint) => (whole < 0n ? -whole : whole)
