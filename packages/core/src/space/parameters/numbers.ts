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
 * of `float(0, 1, { step: 0.1 })` is `0.3`, not `0.30000000000000004`. Where the step does not reach `high`, the last
 * value is the last one below it.
 *
 * @param low - Finite lower bound; above 0 on a log or reverse-log scale, and there without a step.
 * @param high - Finite upper bound, at least `low`.
 * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_INVALID_DEFAULT
 *
 * @example float(1e-5, 1e-1, { log: true })
 * @example float(0, 1, { step: 0.1 }) // eleven values, the last is exactly 1
 */
export function float(low: number, high: number, options: FloatOptions = {}): FloatParameter {
  const { step } = options
  const range = rangeText('float', low, high, step)
  checkRange(range, low, high, step)
  const scale = checkScale(range, low, options)
  if (step !== undefined) {
    if (scale !== 'linear') {
      throw new SweetspotError('ERR_INVALID_SCALE', 'A float cannot have both a step and a logarithmic scale.')
    }
    // Neighbours that are closer than the spacing of doubles near the larger bound would be the same number.
    if (step < Number.EPSILON * Math.max(Math.abs(low), Math.abs(high))) {
      throw new SweetspotError('ERR_INVALID_RANGE', `${range} The step is below the precision of numbers there.`)
    }
  }
  const given = options.default
  if (given !== undefined) checkDefault(given, 'float', low, high, step)
  // Adding 0 turns -0 into 0.
  return Object.freeze({
    kind: 'float',
    low: low + 0,
    high: high + 0,
    ...(step !== undefined && { step }),
    scale,
    ...(given !== undefined && { default: given + 0 }),
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
 * An integer from `low` to `high`, both included, every `step`-th from `low`.
 *
 * @param low - A safe integer; at least 1 on a log or reverse-log scale.
 * @param high - A safe integer, at least `low`; on a log or reverse-log scale at most 2^51 and
 *   about 3e12 steps.
 * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_INVALID_DEFAULT
 *
 * @example int(32, 256, { step: 32 })
 */
export function int(low: number, high: number, options: IntOptions = {}): IntParameter {
  const step = options.step ?? 1
  const range = rangeText('int', low, high, options.step)
  if (![low, high, step].every(Number.isSafeInteger) || !Number.isSafeInteger(high - low)) {
    throw new SweetspotError('ERR_INVALID_RANGE', `${range} Bounds, step and length must be safe integers.`)
  }
  checkRange(range, low, high, step)
  const scale = checkScale(range, low, options)
  const ratio = (high + step / 2) / (low - Math.min(step, low) / 2)
  if (scale !== 'linear' && (high > MAX_LOG_INTEGER || (high / step) * Math.log(ratio) > LOG_RESOLUTION)) {
    throw new SweetspotError('ERR_INVALID_SCALE', `${range} A logarithmic scale cannot tell so many integers apart.`)
  }
  const given = options.default
  if (given !== undefined) checkDefault(given, 'int', low, high, step)
  return Object.freeze({
    kind: 'int',
    low: low + 0,
    high: high + 0,
    step,
    scale,
    ...(given !== undefined && { default: given + 0 }),
  })
}

function rangeText(kind: string, low: unknown, high: unknown, step: unknown): string {
  return `${kind} cannot range from ${formatValue(low)} to ${formatValue(high)}${step === undefined ? '' : ` by ${formatValue(step)}`}.`
}

function checkRange(range: string, low: number, high: number, step: number | undefined): void {
  if (Number.isFinite(low) && Number.isFinite(high) && Number.isFinite(high - low) && low <= high) {
    if (step === undefined) return
    if (Number.isFinite(step) && step > 0 && (step <= high - low || low === high)) return
  }
  throw new SweetspotError('ERR_INVALID_RANGE', range)
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

function checkDefault(value: number, kind: string, low: number, high: number, step: number | undefined): void {
  const inRange = typeof value === 'number' && value >= low && value <= high
  if (inRange && (step === undefined || lattice(low, high, step).indexOf(value) >= 0)) return
  throw new SweetspotError('ERR_INVALID_DEFAULT', `This ${kind} does not accept its default ${formatValue(value)}.`)
}
