import { SweetspotError } from '../errors.ts'
import { mean, median } from '../math/statistics.ts'
import { isPlainObject, shown } from '../space/json-value.ts'
import type { NoiseBelief } from './gaussian-process/prior.ts'
import type { OutputWarp } from './output-warp.ts'

/**
 * What a user says about repeating a trial: `false`, it gives the same value but for a little; `true`, visibly different
 * ones; `'unknown'`, nothing, so that the values alone must show it; or their standard deviation, in the metric's own unit.
 */
export type NoiseOption = boolean | 'unknown' | { readonly sd: number }

/** @throws ERR_INVALID_ARGUMENT for what is no such option, or a standard deviation that is not finite and positive */
export function checkNoise(option: NoiseOption): void {
  if (typeof option === 'boolean' || option === 'unknown') return
  if (!isPlainObject(option)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `noisy is true, false, unknown or { sd }, not ${shown(option)}.`)
  }
  if (!(Number.isFinite(option.sd) && option.sd > 0)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `The sd of noise is a positive number, not ${shown(option.sd)}.`)
  }
}

/** From repetitions that differ by more than this share of the variance of all values, noise is seen without being told. */
const VISIBLE = 0.01
/** Fewer repetitions say too little about how far values differ. */
const MIN_REPETITIONS = 2

/** What is believed about the noise of warped values, from what the user says and from rows that were repeated. */
export function noiseBelief(
  option: NoiseOption,
  features: Float64Array,
  values: Float64Array,
  { slope }: OutputWarp,
): NoiseBelief {
  if (typeof option === 'object') return { variance: (option.sd * slope) ** 2 }
  if (option === 'unknown') return 'open'
  if (option) return 'noisy'
  const { count, variance } = repetitions(features, values)
  return count >= MIN_REPETITIONS && variance * slope ** 2 > VISIBLE ? 'noisy' : 'quiet'
}

/**
 * The pooled variance of values at equal rows of features, and from how many repetitions beyond the first it comes. Only
 * of the better half of the rows, to be minimised: farther out, differences mean little.
 */
export function repetitions(features: Float64Array, values: Float64Array): { count: number; variance: number } {
  const middle = values.length === 0 ? 0 : median(values)
  let count = 0
  let squares = 0
  for (const group of equalRows(features, values.length)) {
    const repeated = group.map((row) => values[row]!)
    const centre = mean(repeated)
    if (centre > middle) continue
    count += repeated.length - 1
    squares += repeated.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  }
  return { count, variance: count === 0 ? 0 : squares / count }
}

/** The groups of more than one row that are equal. */
function equalRows(features: Float64Array, count: number): number[][] {
  const width = features.length / count
  const difference = (a: number, b: number) => {
    for (let k = 0; k < width; k++) {
      const gap = features[a * width + k]! - features[b * width + k]!
      if (gap !== 0) return gap
    }
    return 0
  }
  const groups: number[][] = []
  // By their features, and then in their own order.
  const sorted = Array.from({ length: count }, (_, row) => row).sort((a, b) => difference(a, b) || a - b)
  let first = 0
  for (let end = 1; end <= count; end++) {
    if (end < count && difference(sorted[first]!, sorted[end]!) === 0) continue
    if (end - first > 1) groups.push(sorted.slice(first, end))
    first = end
  }
  return groups
}
