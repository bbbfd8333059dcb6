import { formatValue } from '../arguments/format-value.ts'
import { unknownOption } from '../arguments/options.ts'
import { plainCopy } from '../arguments/plain-object.ts'
import { SweetspotError } from '../errors.ts'
import { mean, median } from '../math/statistics.ts'
import type { NoiseBelief } from '../surrogates/surrogate.ts'
import type { OutputWarp } from './transforms/output-warp.ts'

/**
 * The noise of a metric, when a trial is repeated: `false`, hardly any; `true`, visible; `'unknown'`, inferred from the
 * values; or its standard deviation, in the metric's own unit.
 */
export type NoiseOption = boolean | 'unknown' | { readonly sd: number }

/** Throws ERR_INVALID_ARGUMENT if the option is invalid, or if its standard deviation is not finite and positive. */
export function checkNoise(option: NoiseOption): void {
  if (typeof option === 'boolean' || option === 'unknown') return
  const belief = plainCopy(option)
  if (!belief) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected noisy to be true, false, "unknown" or { sd }; received ${formatValue(option)}.`,
    )
  }
  const unknown = Object.keys(belief).find((name) => name !== 'sd')
  if (unknown !== undefined) throw unknownOption(unknown, 'noisy', ['sd'])
  if (!(typeof belief.sd === 'number' && Number.isFinite(belief.sd) && belief.sd > 0)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected noisy.sd to be a finite number above 0; received ${formatValue(belief.sd)}.`,
    )
  }
}

/** Repetitions show noise if their variance exceeds this share of the variance of all values. */
const VISIBLE = 0.01
/** Minimum number of repetitions to detect noise. */
const MIN_REPETITIONS = 2

/** The noise belief for warped values, from the user's option and from repeated rows. */
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
 * The pooled variance of values at equal feature rows, and its degrees of freedom: the number of rows beyond the first
 * in each group. Only the better half of the rows is used, since differences between bad values mean little.
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
  // Sorted by features, then by index.
  const sorted = Array.from({ length: count }, (_, row) => row).sort((a, b) => difference(a, b) || a - b)
  let first = 0
  for (let end = 1; end <= count; end++) {
    if (end < count && difference(sorted[first]!, sorted[end]!) === 0) continue
    if (end - first > 1) groups.push(sorted.slice(first, end))
    first = end
  }
  return groups
}
