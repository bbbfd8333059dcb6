import {
  float,
  formatValue,
  int,
  type OptionAdvice,
  type OptionNames,
  optionsReader,
  ordinal,
  type Parameter,
  type Scale,
  SweetspotError,
} from '@sweetspot/core'

/** The scale of a range of numbers; the strings are KerasTuner's. */
export type Sampling = 'linear' | 'log' | 'reverse_log'

/** The range of a number, both ends included. */
export interface NumberOptions {
  readonly minValue: number
  readonly maxValue: number
  /**
   * The distance between neighbouring values; with `sampling: 'log'` or `'reverse_log'` the factor between them, above 1.
   * If the steps do not reach `maxValue`, they end below it; those of `reverse_log` start at `maxValue` and include
   * `minValue`. Default: 1 for integers, none for real numbers.
   */
  readonly step?: number
  /**
   * `log` tries each order of magnitude equally often, for instance for a learning rate; `reverse_log` is its mirror
   * image, finest near `maxValue`, for instance for a momentum. Default: `linear`.
   */
  readonly sampling?: Sampling
  /** The value of the first trial. Without a default, the first trial is suggested like any other. */
  readonly default?: number
}

/**
 * Returns the parameter of an integer.
 *
 * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_INVALID_DEFAULT
 */
export function intParameter(options: NumberOptions): Parameter {
  const { minValue, maxValue, step, sampling = 'linear', ...preset } = readIntOptions(options)
  const scale = scaleOf(sampling)
  if (step === undefined || scale === 'linear') {
    return int(minValue, maxValue, { ...(step !== undefined && { step }), scale, ...preset })
  }
  int(minValue, maxValue, { scale }) // checks the range
  return ordinal([...new Set(geometric(minValue, maxValue, step, scale).map(Math.round))], preset)
}

/**
 * Returns the parameter of a real number.
 *
 * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_INVALID_DEFAULT
 */
export function floatParameter(options: NumberOptions): Parameter {
  const { minValue, maxValue, step, sampling = 'linear', ...preset } = readFloatOptions(options)
  const scale = scaleOf(sampling)
  if (step === undefined || scale === 'linear') {
    return float(minValue, maxValue, { ...(step !== undefined && { step }), scale, ...preset })
  }
  float(minValue, maxValue, { scale }) // checks the range
  return ordinal(geometric(minValue, maxValue, step, scale), preset)
}

const NAMES: OptionNames<NumberOptions> = {
  minValue: ['low', 'min'],
  maxValue: ['high', 'max'],
  step: [],
  sampling: ['scale', 'log'],
  default: ['initial', 'value'],
}

const scoped = 'Ask for it inside conditionalScope.'

/** Advice for unknown options of hyperparameters. */
export const PARAMETER_ADVICE: OptionAdvice = { notes: { parent_name: scoped, parent_values: scoped } }

const readIntOptions = optionsReader<NumberOptions>('int', NAMES, PARAMETER_ADVICE)
const readFloatOptions = optionsReader<NumberOptions>('float', NAMES, PARAMETER_ADVICE)

function scaleOf(sampling: Sampling): Scale {
  return sampling === 'reverse_log' ? 'reverse-log' : sampling
}

/** Maximum number of values of a stepped logarithmic range; more are a mistake in the step. */
const MOST_VALUES = 10_000

/**
 * Returns low, low · step, low · step², … up to high. `reverse-log` has these distances from the other end, as in
 * KerasTuner, and always includes `low`, which is the default.
 */
function geometric(low: number, high: number, step: number, scale: Scale): number[] {
  if (!(typeof step === 'number' && step > 1)) {
    throw new SweetspotError(
      'ERR_INVALID_SCALE',
      `Expected a factor above 1 as the step on a logarithmic scale; received ${formatValue(step)}.`,
    )
  }
  // The tolerance keeps the end of the range if the factor reaches it up to rounding.
  const count = Math.floor(Math.log(high / low) / Math.log(step) + 1e-9) + 1
  if (count > MOST_VALUES) {
    throw new SweetspotError(
      'ERR_INVALID_RANGE',
      `Expected at most ${MOST_VALUES} values; from ${low} to ${high} by factors of ${step} there are ${count}.`,
    )
  }
  const values = Array.from({ length: count }, (_, power) => decimal(low * step ** power))
  if (Math.abs((values.at(-1) as number) / high - 1) < 1e-9) values[count - 1] = high
  if (scale === 'log') return values
  // The subtraction rounds small values: 1 + 1e-4 − 1 is not 1e-4.
  const mirrored = values.filter((value) => value < high).map((value) => decimal(low + high - value))
  return [...new Set([low, ...mirrored.toReversed(), high])]
}

/** Removes the rounding errors of multiplication: 0.1 · 0.1 becomes 0.01. */
const decimal = (value: number) => Number(value.toPrecision(14))
