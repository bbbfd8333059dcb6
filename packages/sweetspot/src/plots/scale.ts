import type { Direction, ParameterAxis } from '@sweetspot/core'
import { scaleLinear, scaleLog } from 'd3-scale'
import { formatCategories } from '../text/format-value.ts'

/** A labelled position on an axis. */
export interface Tick {
  /** Position in pixels. */
  readonly at: number
  readonly label: string
}

/** Maps values to pixels, with the ticks of the axis. */
export interface PlotScale {
  position(value: number): number
  readonly ticks: readonly Tick[]
  /** `log`, for the label of the axis. */
  readonly remark?: string
  /** Whether labels are words, which may be truncated; numbers may not. */
  readonly words?: boolean
}

/** The pixels of the low and the high end. */
export type Range = readonly [number, number]

/** Minimum pixels per tick of a horizontal and a vertical axis. */
const TICK_ACROSS = 48
const TICK_UP = 44

interface NumberScaleOptions {
  readonly whole?: boolean
  /** Whether the axis starts and ends at round numbers. */
  readonly nice?: boolean
}

/** Ranges near the limits of numbers cannot be divided into ticks. */
const SHORTEST = 1e-300

/** A linear scale of numbers. */
export function linearScale([low, high]: Range, range: Range, { whole, nice }: NumberScaleOptions = {}): PlotScale {
  const own = Math.abs(low) * 0.1
  const room = high - low > SHORTEST ? 0 : own > SHORTEST ? own : whole ? 1 : 0.5
  const scale = scaleLinear([low - room, high + room], [...range])
  const count = tickCount(range)
  if (nice) scale.nice(count)
  const values = scale.ticks(count).filter((value) => !whole || Number.isInteger(value))
  const shortest = tickFormat(values)
  return {
    position: (value) => scale(value),
    ticks: values.map((value) => ({ at: scale(value), label: shortest(value) })),
  }
}

/** A logarithmic scale of positive numbers. */
export function logScale([low, high]: Range, range: Range, { whole, nice }: NumberScaleOptions = {}): PlotScale {
  const ends = low < high ? [low, high] : [low / 2 || low, Math.min(high * 2, Number.MAX_VALUE)]
  const scale = scaleLog(ends, [...range])
  // The next power of ten of an extreme number is not finite.
  if (nice && low > SHORTEST && high < 1 / SHORTEST) scale.nice()
  const [from = low, to = high] = scale.domain()
  // Not the logarithm of the quotient, which may overflow.
  const decades = Math.log10(to) - Math.log10(from)
  const most = tickCount(range) + 1
  const stride = Math.max(1, Math.ceil(decades / most))
  const mantissas = decades > most / 2 ? [1] : decades > most / 3 ? [1, 3] : [1, 2, 5]
  const powers = Array.from({ length: Math.ceil(decades) + 2 }, (_, index) => Math.floor(Math.log10(from)) + index)
  const values = powers
    .filter((power) => power % stride === 0)
    .flatMap((power) => mantissas.map((mantissa) => Number(`${mantissa}e${power}`)))
    .filter((value) => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9))
    .filter((value) => !whole || Number.isInteger(value))
  // A narrow range may have few of those.
  const shown = values.length > 2 ? values : scale.ticks(most).filter((value) => !whole || Number.isInteger(value))
  const plain = shown.every((value) => value >= 1e-3 && value < 1e5)
  const label = (value: number) => powerLabel(value, plain || (value >= 1 && value <= 100))
  return {
    position: (value) => scale(value),
    ticks: shown.map((value) => ({ at: scale(value), label: label(value) })),
    remark: 'log',
  }
}

/** A scale of evenly spaced categories, each in the middle of its share. */
export function categoryScale(labels: readonly string[], [from, to]: Range): PlotScale {
  const position = (index: number) => from + ((index + 0.5) / labels.length) * (to - from)
  return { position, ticks: labels.map((label, index) => ({ at: position(index), label })), words: true }
}

/** The scale of a parameter, from its low to its high bound. */
export function parameterScale(axis: ParameterAxis, range: Range): PlotScale {
  if (axis.kind === 'category') return categoryScale(formatCategories(axis.values), range)
  const { low, high, scale, whole } = axis
  if (scale === 'linear') return linearScale([low, high], range, { whole })
  if (scale === 'log') return logScale([low, high], range, { whole })
  // The mirror image of log, with high resolution near the high end.
  const mirrored = logScale([low, high], [range[1], range[0]])
  const position = (value: number) => mirrored.position(low + high - value)
  const values = scaleLinear([low, high], [0, 1])
    .ticks(tickCount(range))
    .filter((value) => !whole || Number.isInteger(value))
  const label = tickFormat(values)
  return {
    position,
    ticks: values.map((value) => ({ at: position(value), label: label(value) })),
    remark: 'reverse log',
  }
}

/** The scale of a metric. */
export interface ValueScale extends PlotScale {
  /** Whether a value is beyond the axis and drawn at its end. */
  beyond(value: number): boolean
}

/** Ratio of the largest to the smallest positive value above which the scale is logarithmic. */
const LOG_FROM = 300
/** Maximum distance of a value on the axis, in interquartile ranges. Farther values would compress all others. */
const FAR = 8

/** Limit of axes, so that the difference of their ends is finite. Values beyond are drawn at the end. */
const LARGEST = 4e307
const within = (value: number) => Math.max(-LARGEST, Math.min(LARGEST, value))

/**
 * The scale of a metric: logarithmic if values are positive and spread far; otherwise linear without the few values
 * that are so bad that they would compress all others.
 */
export function valueScale(
  values: readonly number[],
  direction: Direction,
  range: Range,
  given?: 'linear' | 'log',
): ValueScale {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b)
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 1]
  const positive = low > 0
  if (positive && (given === 'log' || (given === undefined && high / low >= LOG_FROM))) {
    return { ...logScale([low, high], range, { nice: true }), beyond: () => false }
  }
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  const reach = FAR * (at(0.75) - at(0.25))
  const crushing = given === undefined && sorted.length >= 8 && reach > 0
  const limit = crushing ? (direction === 'minimize' ? at(0.75) + reach : at(0.25) - reach) : Number.NaN
  const beyond = (value: number) => (direction === 'minimize' ? value > limit : value < limit)
  const shown = sorted.filter((value) => !beyond(value))
  const scale = linearScale([within(shown[0] ?? low), within(shown.at(-1) ?? high)], range, { nice: true })
  const [top, bottom] = [Math.min(...range), Math.max(...range)]
  return { ...scale, beyond, position: (value) => Math.min(bottom, Math.max(top, scale.position(within(value)))) }
}

function tickCount([from, to]: Range): number {
  // The range of a vertical axis decreases, because pixels count from the top.
  return Math.max(2, Math.floor(Math.abs(to - from) / (to < from ? TICK_UP : TICK_ACROSS)))
}

function tickFormat(values: readonly number[]): (value: number) => string {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (largest >= 1e6 || (largest > 0 && largest < 1e-3)) return (value) => powerLabel(value, false)
  const step = Math.abs((values[1] ?? 1) - (values[0] ?? 0)) || 1
  const digits = Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))
  return (value) => minus(value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }))
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** Formats a tick label: `0.01`, `500`, or if not plain `10⁻⁵`, `2·10⁸`. */
function powerLabel(value: number, plain: boolean): string {
  if (value === 0) return '0'
  const rounded = Number(value.toPrecision(6))
  if (plain) return minus(rounded.toLocaleString('en', { maximumFractionDigits: 12 }))
  const [mantissa = '', exponent = ''] = rounded.toExponential().split('e')
  const raised = String(Number(exponent)).replace(/[-\d]/g, (sign) =>
    sign === '-' ? '⁻' : (SUPERSCRIPTS[Number(sign)] as string),
  )
  const [sign, digits] = mantissa.startsWith('-') ? ['−', mantissa.slice(1)] : ['', mantissa]
  return digits === '1' ? `${sign}10${raised}` : `${sign}${digits}·10${raised}`
}

const minus = (label: string) => label.replace(/^-(?=.)/, '−')
