import { formatValue } from '../../arguments/format-value.ts'
import { type OptionNames, optionsReader } from '../../arguments/options.ts'
import { SweetspotError } from '../../errors.ts'
import { lattice } from './lattice.ts'
import type { FloatParameter, IntParameter, Scale } from './parameter-kinds.ts'

/** Options of {@link float}. */
export interface FloatOptions {
  /** The distance between neighbouring values. Default: the range is continuous. */
  readonly step?: number
  /** Shorthand for `scale: 'log'`. */
  readonly log?: boolean
  /** The scale of the range. Default: `linear`. */
  readonly scale?: Scale
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
 * @param low - The finite lower bound; greater than 0 on a log or reverse-log scale, which excludes a step.
 * @param high - The finite upper bound, at least `low`; the difference must be a finite number.
 * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_INVALID_DEFAULT
 *
 * @example float(1e-5, 1e-1, { log: true })
 * @example float(0, 1, { step: 0.1 }) // eleven values, the last is exactly 1
 */
export function float(low: number, high: number, options?: FloatOptions): FloatParameter {
  const chosen = readFloatOptions(options)
  const { step } = chosen
  const range = rangeText('float', low, high, step)
  checkRange(range, low, high, step)
  const scale = checkScale(range, low, chosen)
  if (step !== undefined) {
    if (scale !== 'linear') {
      throw new SweetspotError('ERR_INVALID_SCALE', 'A float cannot have both a step and a logarithmic scale.')
    }
    // Neighbours closer than the spacing of doubles at the larger bound would be the same number.
    if (step < Number.EPSILON * Math.max(Math.abs(low), Math.abs(high))) {
      throw new SweetspotError('ERR_INVALID_RANGE', `${range} The step is below the precision of numbers of this size.`)
    }
  }
  const preset = chosen.default
  // Adding 0 turns -0 into 0.
  return Object.freeze({
    kind: 'float',
    low: low + 0,
    high: high + 0,
    ...(step !== undefined && { step }),
    scale,
    ...(preset !== undefined && { default: defaultOf(preset, 'float', low, high, step) }),
  })
}

/** Options of {@link int}. */
export interface IntOptions {
  /** The distance between neighbouring values. Default: 1. */
  readonly step?: number
  /** Shorthand for `scale: 'log'`. */
  readonly log?: boolean
  /** The scale of the range. Default: `linear`. */
  readonly scale?: Scale
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
 * Declares an integer from `low` to `high`, both included, in steps of `step` from `low`. If the steps do not reach
 * `high`, the last value is below it, and `spaceNotices` reports it.
 *
 * @param low - A safe integer; at least 1 on a log or reverse-log scale.
 * @param high - A safe integer, at least `low`; on a log or reverse-log scale at most 2^51, and about 3e12 steps from
 *   `low`.
 * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_INVALID_DEFAULT
 *
 * @example int(32, 256, { step: 32 })
 */
export function int(low: number, high: number, options?: IntOptions): IntParameter {
  const chosen = readIntOptions(options)
  const step = chosen.step ?? 1
  const range = rangeText('int', low, high, chosen.step)
  if (![low, high, step].every(Number.isSafeInteger) || !Number.isSafeInteger(high - low)) {
    throw new SweetspotError('ERR_INVALID_RANGE', `${range} Bounds, step and length must be safe integers.`)
  }
  checkRange(range, low, high, step)
  const scale = checkScale(range, low, chosen)
  const ratio = (high + step / 2) / (low - Math.min(step, low) / 2)
  if (scale !== 'linear' && (high > MAX_LOG_INTEGER || (high / step) * Math.log(ratio) > LOG_RESOLUTION)) {
    throw new SweetspotError('ERR_INVALID_SCALE', `${range} The range has too many integers for a logarithmic scale.`)
  }
  const preset = chosen.default
  return Object.freeze({
    kind: 'int',
    low: low + 0,
    high: high + 0,
    step,
    scale,
    ...(preset !== undefined && { default: defaultOf(preset, 'int', low, high, step) }),
  })
}

const NAMES: OptionNames<FloatOptions> = {
  step: ['q', 'distance'],
  log: [],
  scale: ['sampling'],
  default: ['initial', 'value'],
}

const readFloatOptions = optionsReader<FloatOptions>('float', NAMES)
const readIntOptions = optionsReader<IntOptions>('int', NAMES)

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

function checkScale(range: string, low: number, options: { readonly log?: boolean; readonly scale?: Scale }): Scale {
  const { log = false, scale = log ? 'log' : 'linear' } = options
  if (typeof log !== 'boolean' || !['linear', 'log', 'reverse-log'].includes(scale)) {
    throw new SweetspotError('ERR_INVALID_SCALE', `Unknown scale: ${formatValue(scale)} with log: ${formatValue(log)}.`)
  }
  if (log && scale !== 'log') throw new SweetspotError('ERR_INVALID_SCALE', `The scale is both log and ${scale}.`)
  if (scale !== 'linear' && low <= 0) throw new SweetspotError('ERR_INVALID_SCALE', `On a ${scale} scale, ${range}`)
  return scale
}

/** Normalizes a default: on a lattice, to one of its exact values. */
function defaultOf(value: number, kind: string, low: number, high: number, step: number | undefined): number {
  if (typeof value === 'number') {
    if (step === undefined && value >= low && value <= high) return value + 0
    if (step !== undefined) {
      const points = lattice(low, high, step)
      const index = points.indexOf(value)
      if (index >= 0) return points.valueAt(index) + 0
    }
  }
  throw new SweetspotError(
    'ERR_INVALID_DEFAULT',
    `Expected the default of this ${kind} to be one of its values; received ${formatValue(value)}.`,
  )
}
