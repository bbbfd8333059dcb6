import { jsonKey } from '../json-value.ts'
import type { Parameter } from '../parameters/parameter-kinds.ts'
import { isSameRange, widen } from './widen.ts'

/** A range that a trial asked for. */
export interface AskedRange {
  readonly parameter: Parameter
  /** The number of the trial. */
  readonly trial: number
}

/**
 * The recent ranges that trials asked for under one name. Either the range was *edited*, and the latest one is valid,
 * or it *varies* from trial to trial, as in `trial.float('y', 0, x)`, and all recent ones are valid.
 */
export interface RangeHistory {
  /** The current range; if the range varies, one that covers those of the last {@link WINDOW} asks. */
  readonly parameter: Parameter
  /** Whether the range varies from trial to trial. */
  readonly varies: boolean
  /** The first ask of the first range; after a change, the last {@link WINDOW} asks. The latest comes last. */
  readonly asks: readonly AskedRange[]
}

/** Number of asks after which a range that does not recur is forgotten. */
const WINDOW = 20
/** Maximum number of trials between three different ranges for them to count as varying rather than edited. */
const CLOSE = 4

/** Whether the asks go back to the first range or the last edit; false once the window has moved past it. */
export const hasFirstAsk = ({ asks }: RangeHistory): boolean => asks.length < WINDOW

/** Starts the history with the first ask. */
export function firstAsk(parameter: Parameter, trial: number): RangeHistory {
  return { parameter, varies: false, asks: [{ parameter, trial }] }
}

/** Whether an ask must be stored: its range differs, or the range changed recently. */
export function isNews({ parameter, asks }: RangeHistory, asked: Parameter): boolean {
  return asks.length > 1 || !isSameRange(parameter, asked)
}

/**
 * Adds an ask; returns the same object if it is not {@link isNews}.
 *
 * @param isDependent - Whether the same objective asked for a different range before, so the range was not edited.
 */
export function withAsk(before: RangeHistory, asked: Parameter, trial: number, isDependent = false): RangeHistory {
  if (!isNews(before, asked)) return before
  const asks = [...before.asks, { parameter: asked, trial }].slice(-WINDOW)
  if (isSettled(asks)) return { parameter: kept(before.parameter, asked), varies: false, asks: asks.slice(-1) }
  if (!before.varies && !isDependent && !isVarying(asks))
    return { parameter: kept(before.parameter, asked), varies: false, asks }
  const window = covering(asks)
  // A cover that moved with each trial of the window would needlessly exclude older trials.
  const grown = before.varies && isComparable(before.parameter, asked) ? widen(before.parameter, asked) : window
  return { parameter: extent(window) * 2 < extent(grown) ? window : grown, varies: true, asks }
}

/** Whether a full window of asks has a single range. */
const isSettled = (asks: readonly AskedRange[]) =>
  asks.length === WINDOW && asks.every(({ parameter }) => isSameRange(parameter, (asks[0] as AskedRange).parameter))

/** Whether the last ask is one of three ranges in quick succession, or returns to a range soon after leaving it. */
function isVarying(asks: readonly AskedRange[]): boolean {
  const { parameter, trial } = asks[asks.length - 1] as AskedRange
  const close = asks.filter((ask) => ask.trial > trial - CLOSE)
  const ranges = close.filter(
    (ask, index) => close.findIndex((other) => isSameRange(other.parameter, ask.parameter)) === index,
  )
  if (ranges.length > 2) return true
  if (isSameRange((asks[asks.length - 2] as AskedRange).parameter, parameter)) return false
  const left = asks.findLastIndex((ask, index) => index < asks.length - 1 && isSameRange(ask.parameter, parameter))
  const leftBy = asks[left + 1]
  return left >= 0 && leftBy !== undefined && leftBy.trial > trial - CLOSE
}

/** The range asked for; returns the earlier object if they are equal. */
const kept = (before: Parameter, asked: Parameter) => (isSameRange(before, asked) ? before : asked)

/** A range that covers the asks that are comparable with the last one. */
function covering(asks: readonly AskedRange[]): Parameter {
  const { parameter: latest } = asks[asks.length - 1] as AskedRange
  return asks.reduce(
    (cover, { parameter }) => (isComparable(parameter, latest) ? widen(cover, parameter) : cover),
    latest,
  )
}

const isComparable = (one: Parameter, other: Parameter) => familyOf(one) === familyOf(other)

function familyOf(parameter: Parameter): string {
  if (parameter.kind === 'float' || parameter.kind === 'int') return `${parameter.kind} ${parameter.scale}`
  if (parameter.kind === 'fixed') return 'choice'
  return parameter.kind === 'ordinal' ? `ordinal ${jsonKey(parameter.values)}` : parameter.kind
}

/** The size of a range on its scale. */
function extent(parameter: Parameter): number {
  switch (parameter.kind) {
    case 'float':
    case 'int': {
      const { low, high, scale } = parameter
      return scale === 'log' ? Math.log(high / low) : high - low
    }
    case 'choice':
    case 'ordinal':
      return parameter.values.length
    default:
      return 1
  }
}
