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
 * The ranges in which trials asked for one name, as far back as they matter. Either the range was *edited*, so that the
 * latest one holds, or it *varies* from trial to trial, as in `trial.float('y', 0, x)`, and all recent ones hold.
 */
export interface RangeHistory {
  /** What holds now: the latest range; if it varies, one that covers those of the last {@link WINDOW} asks. */
  readonly parameter: Parameter
  /** Whether the range depends on something. */
  readonly varies: boolean
  /** Where the first range began to be asked for; once it changed, the last {@link WINDOW} asks. The latest comes last. */
  readonly asks: readonly AskedRange[]
}

/** Number of asks after which a range that was not asked for again is forgotten. */
const WINDOW = 20
/** Three ranges among so many trials are no edits. */
const CLOSE = 4

export function firstAsk(parameter: Parameter, trial: number): RangeHistory {
  return { parameter, varies: false, asks: [{ parameter, trial }] }
}

/** Whether an ask is to be remembered: it was in another range, or the range has changed not long ago. */
export function isNews({ parameter, asks }: RangeHistory, asked: Parameter): boolean {
  return asks.length > 1 || !isSameRange(parameter, asked)
}

/**
 * The history with one more ask; the same object if it is not {@link isNews}.
 *
 * @param isDependent - Whether one and the same objective asked for another range before, so that it was not edited.
 */
export function withAsk(before: RangeHistory, asked: Parameter, trial: number, isDependent = false): RangeHistory {
  if (!isNews(before, asked)) return before
  const asks = [...before.asks, { parameter: asked, trial }].slice(-WINDOW)
  if (isSettled(asks)) return { parameter: kept(before.parameter, asked), varies: false, asks: asks.slice(-1) }
  if (!before.varies && !isDependent && !isVarying(asks))
    return { parameter: kept(before.parameter, asked), varies: false, asks }
  const window = covering(asks)
  // The trials of the window are not all that count: a cover that moves with each of them would drop others for nothing.
  const grown = before.varies && isComparable(before.parameter, asked) ? widen(before.parameter, asked) : window
  return { parameter: extent(window) * 2 < extent(grown) ? window : grown, varies: true, asks }
}

/** Whether all asks that are remembered were in one range. */
const isSettled = (asks: readonly AskedRange[]) =>
  asks.length === WINDOW && asks.every(({ parameter }) => isSameRange(parameter, (asks[0] as AskedRange).parameter))

/** Whether the last ask is one of three ranges in quick succession, or comes back to a range soon after it was left. */
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

/** The range asked for; the same object as before if it is the same. */
const kept = (before: Parameter, asked: Parameter) => (isSameRange(before, asked) ? before : asked)

/** A range that covers those asks that have anything in common with the last one. */
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
