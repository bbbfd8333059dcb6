import { checkArgument } from '../arguments/argument.ts'
import { countOf } from '../arguments/count-of.ts'
import { optionsReader } from '../arguments/options.ts'
import { quantileOfSorted } from '../math/statistics.ts'
import { type Direction, isBetter } from '../trial/direction.ts'
import { metricValue } from '../trial/measurement.ts'
import type { PruningDecision } from '../trial/pruning-decision.ts'
import type { RunningTrial } from '../trial/trial-record.ts'
import type { Pruner } from './pruner.ts'

/** Options of {@link medianPruner}. */
export interface MedianPrunerOptions {
  /** Completed trials, without excluded ones, that are required before the first pruning. Default: 5. */
  readonly startupTrials?: number
  /** First step at which a trial may be pruned. Default: 0. */
  readonly warmupSteps?: number
  /**
   * Number of steps between checks, counted from `warmupSteps`: the first report in each interval is checked. Above 0.
   * Default: every report is checked.
   */
  readonly interval?: number
  /** Number of completed trials that must have reported by a step before a trial is pruned there. Default: 1. */
  readonly minTrials?: number
}

/**
 * The median stopping rule (Golovin et al., "Google Vizier", KDD 2017, section 3.2.2): stops a trial at a step if its
 * best value so far is worse than the median of the values that completed trials had last reported by that step. The
 * paper uses running averages; the last value, as in Optuna, is more informative while curves still rise or fall. Uses
 * the first metric of the study. Also stops a trial that has reported only NaN if others have reported numbers.
 *
 * @throws ERR_INVALID_ARGUMENT if an option is below 0, or `interval` is 0
 */
export function medianPruner(options?: MedianPrunerOptions): Pruner {
  const { startupTrials = 5, warmupSteps = 0, interval, minTrials = 1 } = readOptions(options)
  for (const [name, value] of Object.entries({ startupTrials, warmupSteps, minTrials })) {
    checkArgument(`${name} of medianPruner`, value, typeof value === 'number' && value >= 0, 'a number of at least 0')
  }
  if (interval !== undefined) {
    checkArgument(
      'interval of medianPruner',
      interval,
      typeof interval === 'number' && interval > 0,
      'a number above 0',
    )
  }
  return Object.freeze({
    name: 'median',
    decide(snapshot, trial) {
      const step = trial.measurements.at(-1)?.step
      const [metric] = snapshot.metrics
      if (step === undefined || metric === undefined || step < warmupSteps) return GO_ON
      if (interval !== undefined && !isFirstInInterval(trial, warmupSteps, interval)) return GO_ON
      if (snapshot.completedOrder.length < startupTrials) return GO_ON
      const direction = snapshot.directions[metric] ?? 'minimize'
      const best = bestReported(trial, metric, direction)
      if (best === undefined) return GO_ON
      const others = snapshot.valuesAtStep(metric, step)
      if (others.length < Math.max(1, minTrials)) return GO_ON
      const median = quantileOfSorted(others, 0.5)
      if (!Number.isNaN(best) && !isBetter(direction, median, best)) return GO_ON
      return { action: 'stop', reason: reasonOf({ best, median, count: others.length, step }) }
    },
  } satisfies Pruner)
}

const readOptions = optionsReader<MedianPrunerOptions>('medianPruner', {
  startupTrials: ['n_startup_trials'],
  warmupSteps: ['n_warmup_steps', 'grace_period'],
  interval: ['interval_steps'],
  minTrials: ['n_min_trials', 'min_samples_required'],
})

const GO_ON: PruningDecision = Object.freeze({ action: 'continue' })

/** Whether the latest report is the first in its interval. */
function isFirstInInterval({ measurements }: RunningTrial, warmupSteps: number, interval: number): boolean {
  const [before, latest] = [measurements.at(-2)?.step, measurements.at(-1)?.step]
  if (before === undefined || latest === undefined) return true
  const beginning = warmupSteps + Math.floor((latest - warmupSteps) / interval) * interval
  return before < beginning
}

/** The best reported value of a metric; NaN if all values are NaN, `undefined` if there are none. */
function bestReported({ measurements }: RunningTrial, metric: string, direction: Direction): number | undefined {
  let best: number | undefined
  for (const { values } of measurements) {
    const value = metricValue(values, metric)
    if (value === undefined) continue
    if (best === undefined || Number.isNaN(best) || isBetter(direction, value, best)) best = value
  }
  return best
}

function reasonOf({
  best,
  median,
  count,
  step,
}: {
  best: number
  median: number
  count: number
  step: number
}): string {
  const [own, theirs] = formatDistinct(best, median)
  const others = `${countOf(count, 'trial')} at step ${step}`
  if (Number.isNaN(best)) return `It has reported only NaN, while the median of ${others} is ${theirs}.`
  return `Its best value so far, ${own}, is worse than the median ${theirs} of ${others}.`
}

/** Formats two different numbers with the least number of digits, at least three, that distinguishes them. */
function formatDistinct(one: number, other: number): readonly [string, string] {
  let digits = 2
  let texts: readonly [string, string]
  do {
    digits += 1
    texts = [String(Number(one.toPrecision(digits))), String(Number(other.toPrecision(digits)))]
  } while (texts[0] === texts[1] && digits < MAX_DIGITS)
  return texts
}

/** Digits that distinguish all doubles. */
const MAX_DIGITS = 17
