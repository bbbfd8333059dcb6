import { plainCopy } from '../arguments/plain-object.ts'
import { SweetspotError } from '../errors.ts'
import { mean, median } from '../math/statistics.ts'
import { formatValue } from '../space/json-value.ts'
import type { NoiseBelief } from '../surrogates/surrogate.ts'
import type { OutputWarp } from './transforms/output-warp.ts'

/**
 * How much values differ when a trial is repeated: `false`, hardly; `true`, visibly; `'unknown'`, as much as the values
 * show; or their standard deviation, in the metric's own unit.
 */
export type NoiseOption = boolean | 'unknown' | { readonly sd: number }

/** Throws ERR_INVALID_ARGUMENT if the option is invalid, or its standard deviation not finite and positive. */
export function checkNoise(option: NoiseOption): void {
  if (typeof option === 'boolean' || option === 'unknown') return
  const belief = plainCopy(option)
  if (!belief) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `noisy is true, false, unknown or { sd }, not ${formatValue(option)}.`,
    )
  }
  if (!(typeof belief.sd === 'number' && Number.isFinite(belief.sd) && belief.sd > 0)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `The sd of noise is a positive number, not ${formatValue(belief.sd)}.`,
    )
  }
}

/** Repetitions whose variance is more than this share of that of all values show noise without being told. */
const VISIBLE = 0.01
/** Minimum number of repetitions that can show noise. */
const MIN_REPETITIONS = 2

/** The belief about the noise of warped values, from the user's option and from repeated rows. */
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
 * The pooled variance of values at equal rows of features, and the number of repetitions beyond the first that it comes
 * from. Only over the better half of the rows, to be minimised: farther out, differences mean little.
 */
export function repetitions(features: Float64Array, values: Float64Array): { count: number; variance: number } {
  const middle = values.length === 0 ? 0 : median(values)
  let count = 0
  let squares = 0
  for (const group of equalRows(features, values.length)) {
    const repeated = group.map((row) => values[row]!)
    const center = mean(repeated)
    if (center > middle) continue
    count += repeated.length - 1
    squares += repeated.reduce((sum, value) => sum + (value - center) ** 2, 0)
  }
  return { count, variance: count === 0 ? 0 : squares / count }
}

/** Groups of two or more equal rows. */
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
