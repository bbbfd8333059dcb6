import { formatValue } from '../../arguments/format-value.ts'
import { type OptionNames, optionsReader } from '../../arguments/options.ts'
import { SweetspotError } from '../../errors.ts'
import { domainOf } from './domain.ts'
import { multiplesWithin } from './multiples.ts'
import type { FloatParameter, IntParameter, Scale } from './parameter-kinds.ts'
import { checkedPrior, type Distribution, distributionOf, type RangePrior } from './prior.ts'

/** Options of {@link float}. */
export interface FloatOptions {
  /** The distance between neighbouring values. Default: the range is continuous. */
  readonly step?: number
  /**
   * Allows only multiples of this number, greater than 0, as the `q` of other tools does: a value of the range, with its
   * scale or prior, is rounded to the nearest multiple within the range. An end that is a multiple therefore gets only about
   * half of its share. Excludes `step`, but not a logarithmic scale. Default: no rounding.
   */
  readonly multipleOf?: number
  /** Shorthand for `scale: 'log'`. */
  readonly log?: boolean
  /** The scale of the range. Default: `linear`. */
  readonly scale?: Scale
  /**
   * The distribution that samples come from, made by `distribution`, truncated to the range; models see each value
   * at its quantile. Excludes a logarithmic scale. With a normal or log-normal prior a bound may be infinite: it becomes the quantile of 1e-6 or
   * 1 − 1e-6. Default: all values are equally likely on the scale.
   */
  readonly prior?: RangePrior
  /** The value that the first trial uses. */
  readonly default?: number
}

/**
 * Declares a real number from `low` to `high`, both included.
 *
 * With a `step` the values are the exact decimal numbers low, low + step, …: the fourth value of `float(0, 1, { step:
 * 0.1 })` is `0.3`, not `0.30000000000000004`. Steps are counted with a relative tolerance of 1e-9. If they reach
 * `high`, the last value is exactly `high`: steps of π / 4 from 0 end at π. Otherwise the last value is below `high`,
 * and `spaceNotices` reports it. In params, a number within the tolerance of a value, such as `3 * 0.1`, denotes that
 * value.
 *
 * @param low - The lower bound: finite, except with a normal prior. Above 0 on a log or reverse-log scale, where a `step`
 *   is not allowed; at least 0 with a log-normal prior.
 * @param high - The upper bound, at least `low`: finite, except with a normal or log-normal prior.
 * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_INVALID_PRIOR, ERR_INVALID_DEFAULT
 *
 * @example float(1e-5, 1e-1, { log: true })
 * @example float(0, 1, { step: 0.1 }) // eleven values, the last is exactly 1
 * @example float(8, 1024, { multipleOf: 8, log: true })
 * @example float(-Infinity, Infinity, { prior: distribution({ normal: { mean: 0, sd: 1 } }) })
 */
export function float(low: number, high: number, options?: FloatOptions): FloatParameter {
  const chosen = readFloatOptions(options)
  const { step, multipleOf } = chosen
  const range = rangeText('float', low, high, step)
  const prior = chosen.prior === undefined ? undefined : checkedPrior(range, chosen.prior)
  const [least, most] = finiteBounds(low, high, prior, (bound) => bound)
  checkRange(range, least, most, step)
  const scale = checkScale(range, least, most, chosen, prior)
  if (step !== undefined) {
    if (scale !== 'linear') {
      throw new SweetspotError('ERR_INVALID_SCALE', 'A float cannot have both a step and a logarithmic scale.')
    }
    // Neighbours closer than the spacing of doubles at the larger bound would be the same number.
    if (step < Number.EPSILON * Math.max(Math.abs(least), Math.abs(most))) {
      throw new SweetspotError('ERR_INVALID_RANGE', `${range} The step is below the precision of numbers of this size.`)
    }
  }
  checkMultiples(range, least, most, chosen)
  const parameter: FloatParameter = {
    kind: 'float',
    // Adding 0 turns -0 into 0.
    low: least + 0,
    high: most + 0,
    ...(step !== undefined && { step }),
    ...(multipleOf !== undefined && { multipleOf }),
    scale,
    ...(prior && { prior }),
  }
  return Object.freeze({ ...parameter, ...defaultOf(parameter, chosen.default) })
}

/** Options of {@link int}. */
export interface IntOptions {
  /** The distance between neighbouring values. Default: 1. */
  readonly step?: number
  /**
   * Allows only multiples of this integer, of at least 1: a value of the range, with its scale or prior, is rounded to
   * the nearest multiple within the range. An end that is a multiple therefore has half the probability of the others.
   * Excludes `step`. Default: no rounding.
   */
  readonly multipleOf?: number
  /** Shorthand for `scale: 'log'`. */
  readonly log?: boolean
  /** The scale of the range. Default: `linear`. */
  readonly scale?: Scale
  /**
   * The distribution that samples come from, made by `distribution`, truncated to half a step around the range and
   * rounded; models see each value at its quantile. Excludes a logarithmic scale. With a normal or log-normal prior a bound may be infinite: it
   * becomes the last integer within the quantile of 1e-6 or 1 − 1e-6. Default: all values are equally likely on the
   * scale.
   */
  readonly prior?: RangePrior
  /** The value that the first trial uses. */
  readonly default?: number
}

/**
 * A value that round-trips through a log scale has a relative error of about 3e-16 · ln(high / low): with more steps
 * than this divided by that logarithm, neighbours would coincide.
 */
const LOG_RESOLUTION = 1e14

/** Maximum integer on a log scale: up to it, the midpoints between integers are exact. */
const MAX_LOG_INTEGER = 2 ** 51

/**
 * Maximum ratio of a bound to `multipleOf`. The quantile of a value has a relative error of about 1e-15, and each
 * multiple needs its own.
 */
const MAX_MULTIPLES = 1e12

/**
 * Declares an integer from `low` to `high`, both included, in steps of `step` from `low`. If the steps do not reach
 * `high`, the last value is below it, and `spaceNotices` reports it.
 *
 * @param low - A safe integer; at least 1 on a log or reverse-log scale, and at least 0 with a log-normal prior.
 * @param high - A safe integer, at least `low`; on a log or reverse-log scale at most 2^51, and about 3e12 steps from
 *   `low`.
 * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_INVALID_PRIOR, ERR_INVALID_DEFAULT
 *
 * @example int(32, 256, { step: 32 })
 * @example int(8, 1024, { multipleOf: 8, log: true })
 */
export function int(low: number, high: number, options?: IntOptions): IntParameter {
  const chosen = readIntOptions(options)
  const { step = 1, multipleOf } = chosen
  const range = rangeText('int', low, high, chosen.step)
  const prior = chosen.prior === undefined ? undefined : checkedPrior(range, chosen.prior)
  const [least, most] = finiteBounds(low, high, prior, (bound, isLow) => (isLow ? Math.ceil(bound) : Math.floor(bound)))
  if (![least, most, step].every(Number.isSafeInteger) || !Number.isSafeInteger(most - least)) {
    throw new SweetspotError('ERR_INVALID_RANGE', `${range} Bounds, step and length must be safe integers.`)
  }
  checkRange(range, least, most, step)
  const scale = checkScale(range, least, most, chosen, prior)
  const ratio = (most + step / 2) / (least - Math.min(step, least) / 2)
  if (scale !== 'linear' && (most > MAX_LOG_INTEGER || (most / step) * Math.log(ratio) > LOG_RESOLUTION)) {
    throw new SweetspotError('ERR_INVALID_SCALE', `${range} The range has too many integers for a logarithmic scale.`)
  }
  if (prior && (most - least) / step > MAX_MULTIPLES) {
    throw new SweetspotError('ERR_INVALID_RANGE', `${range} The range has too many integers for a prior.`)
  }
  checkMultiples(range, least, most, chosen)
  if (multipleOf !== undefined && !Number.isSafeInteger(multipleOf)) {
    throw new SweetspotError('ERR_INVALID_RANGE', `${range} multipleOf must be an integer.`)
  }
  const parameter: IntParameter = {
    kind: 'int',
    low: least + 0,
    high: most + 0,
    step,
    ...(multipleOf !== undefined && { multipleOf }),
    scale,
    ...(prior && { prior }),
  }
  return Object.freeze({ ...parameter, ...defaultOf(parameter, chosen.default) })
}

const NAMES: OptionNames<FloatOptions> = {
  step: ['distance'],
  multipleOf: ['q', 'multiple', 'quantization'],
  log: [],
  scale: ['sampling'],
  prior: ['distribution', 'priors'],
  default: ['initial', 'value'],
}

const readFloatOptions = optionsReader<FloatOptions>('float', NAMES)
const readIntOptions = optionsReader<IntOptions>('int', NAMES)

/** Replaces infinite bounds by the ends of the range that the prior covers. */
function finiteBounds(
  low: number,
  high: number,
  prior: RangePrior | undefined,
  round: (bound: number, isLow: boolean) => number,
): [low: number, high: number] {
  const covered = prior && distributionOf(prior).range
  if (!covered) return [low, high]
  return [
    low === Number.NEGATIVE_INFINITY ? round(covered.low, true) : low,
    high === Number.POSITIVE_INFINITY ? round(covered.high, false) : high,
  ]
}

/** Checks that a range has multiples, and each its own position. */
function checkMultiples(
  range: string,
  low: number,
  high: number,
  { multipleOf, step }: { readonly multipleOf?: number; readonly step?: number },
): void {
  if (multipleOf === undefined) return
  const why = () => {
    // The JSON of an int always has a step.
    if (step !== undefined && step !== 1) return 'It cannot have both step and multipleOf.'
    if (!(Number.isFinite(multipleOf) && multipleOf > 0)) {
      return `multipleOf must be a finite number above 0; received ${formatValue(multipleOf)}.`
    }
    if (Math.max(Math.abs(low), Math.abs(high)) / multipleOf > MAX_MULTIPLES) return 'It has too many multiples.'
    return multiplesWithin(low, high, multipleOf) ? undefined : `It contains no multiple of ${multipleOf}.`
  }
  const fault = why()
  if (fault) throw new SweetspotError('ERR_INVALID_RANGE', `${range} ${fault}`)
}

function rangeText(kind: string, low: unknown, high: unknown, step: unknown): string {
  return `${kind} cannot range from ${formatValue(low)} to ${formatValue(high)}${step === undefined ? '' : ` by ${formatValue(step)}`}.`
}

function checkRange(range: string, low: number, high: number, step: number | undefined): void {
  const why = rangeFault(low, high, step)
  if (why) throw new SweetspotError('ERR_INVALID_RANGE', `${range} ${why}`)
}

function rangeFault(low: number, high: number, step: number | undefined): string | undefined {
  if (!(Number.isFinite(low) && Number.isFinite(high))) return 'Both ends must be finite numbers.'
  if (low > high) return 'The low end is above the high end.'
  if (!Number.isFinite(high - low))
    return `The distance between its ends is above the largest number, ${Number.MAX_VALUE}.`
  if (step === undefined || (Number.isFinite(step) && step > 0)) return undefined
  return 'The step must be a finite number above 0.'
}

function checkScale(
  range: string,
  low: number,
  high: number,
  options: { readonly log?: boolean; readonly scale?: Scale },
  prior: RangePrior | undefined,
): Scale {
  const { log = false, scale = log ? 'log' : 'linear' } = options
  if (typeof log !== 'boolean' || !['linear', 'log', 'reverse-log'].includes(scale)) {
    throw new SweetspotError('ERR_INVALID_SCALE', `Unknown scale: ${formatValue(scale)} with log: ${formatValue(log)}.`)
  }
  if (log && scale !== 'log') throw new SweetspotError('ERR_INVALID_SCALE', `The scale is both log and ${scale}.`)
  const fault = prior && priorFault(distributionOf(prior), low, high, scale)
  if (fault) throw new SweetspotError('ERR_INVALID_PRIOR', `${range} ${fault}`)
  if (scale !== 'linear' && low <= 0) throw new SweetspotError('ERR_INVALID_SCALE', `On a ${scale} scale, ${range}`)
  return scale
}

function priorFault({ least, covers }: Distribution, low: number, high: number, scale: Scale): string | undefined {
  if (scale !== 'linear') return 'The distribution of the values is given twice: remove the scale, or the prior.'
  if (least !== undefined && low < least) return `With this prior the low end must be at least ${least}.`
  return low <= high && !covers(low, high) ? 'The prior gives this range practically no probability.' : undefined
}

/** The default as a property, normalized to an exact value of the parameter. */
function defaultOf(parameter: FloatParameter | IntParameter, preset: unknown): { readonly default?: number } {
  if (preset === undefined) return {}
  const { contains, snap } = domainOf(parameter)
  if (typeof preset === 'number' && contains(preset)) return { default: (snap(preset) as number) + 0 }
  throw new SweetspotError(
    'ERR_INVALID_DEFAULT',
    `Expected the default of this ${parameter.kind} to be one of its values; received ${formatValue(preset)}.`,
  )
}
