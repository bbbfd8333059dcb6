import { type OptionNames, optionsReader } from '../../arguments/options.ts'
import { SweetspotError } from '../../errors.ts'
import { formatValue } from '../json-value.ts'
import { lattice } from './lattice.ts'
import type { FloatParameter, IntParameter, Scale } from './parameter-kinds.ts'

/** Options of {@link float}. */
export interface FloatOptions {
  /** Distance between neighbouring values; without it every real number in the range is possible. */
  readonly step?: number
  /** Short for `scale: 'log'`. */
  readonly log?: boolean
  /** `linear` unless given. */
  readonly scale?: Scale
  /** The value of a sensible first trial. */
  readonly default?: number
}

/**
 * A real number from `low` to `high`, both included.
 *
 * With a `step` the values are the exact decimal numbers low, low + step, …, as they would be written: the fourth value
 * of `float(0, 1, { step: 0.1 })` is `0.3`, not `0.30000000000000004`. Steps are counted with a relative tolerance of
 * 1e-9, and if they reach `high`, the last value is exactly `high`: steps of π / 4 from 0 end at π. If they do not reach
 * it, the last value is the last one below it, and `spaceNotices` says so. A number within the tolerance of a value, such
 * as `3 * 0.1`, stands for it wherever params are given.
 *
 * @param low - Finite lower bound; above 0 on a log or reverse-log scale, and there without a step.
 * @param high - Finite upper bound, at least `low`, and no further from it than the largest number.
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
    // Neighbours that are closer than the spacing of doubles near the larger bound would be the same number.
    if (step < Number.EPSILON * Math.max(Math.abs(low), Math.abs(high))) {
      throw new SweetspotError('ERR_INVALID_RANGE', `${range} The step is below the precision of numbers there.`)
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
  /** Distance between neighbouring values; 1 unless given. */
  readonly step?: number
  /** Short for `scale: 'log'`. */
  readonly log?: boolean
  /** `linear` unless given. */
  readonly scale?: Scale
  /** The value of a sensible first trial. */
  readonly default?: number
}

/** A value that comes back from its position on a log scale has a relative error of about 3e-16 · ln(high / low): with
 * more steps than this over that logarithm, neighbours would become one. */
const LOG_RESOLUTION = 1e14

/** Up to here the borders half way between integers are exact. */
const MAX_LOG_INTEGER = 2 ** 51

/**
 * An integer from `low` to `high`, both included, every `step`-th from `low`. If the steps do not reach `high`, the last
 * value is the last one below it, and `spaceNotices` says so.
 *
 * @param low - A safe integer; at least 1 on a log or reverse-log scale.
 * @param high - A safe integer, at least `low`; on a log or reverse-log scale at most 2^51 and
 *   about 3e12 steps.
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
    throw new SweetspotError('ERR_INVALID_SCALE', `${range} A logarithmic scale cannot tell so many integers apart.`)
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
    throw new SweetspotError(
      'ERR_INVALID_SCALE',
      `There is no scale ${formatValue(scale)} with log: ${formatValue(log)}.`,
    )
  }
  if (log && scale !== 'log') throw new SweetspotError('ERR_INVALID_SCALE', `The scale is both log and ${scale}.`)
  if (scale !== 'linear' && low <= 0) throw new SweetspotError('ERR_INVALID_SCALE', `On a ${scale} scale, ${range}`)
  return scale
}

/** A default as the parameter has it: that of a lattice is one of its own values. */
function defaultOf(value: number, kind: string, low: number, high: number, step: number | undefined): number {
  if (typeof value === 'number') {
    if (step === undefined && value >= low && value <= high) return value + 0
    if (step !== undefined) {
      const points = lattice(low, high, step)
      const index = points.indexOf(value)
      if (index >= 0) return points.valueAt(index) + 0
    }
  }
  throw new SweetspotError('ERR_INVALID_DEFAULT', `This ${kind} does not accept its default ${formatValue(value)}.`)
}
