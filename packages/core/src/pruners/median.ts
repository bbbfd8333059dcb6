import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { median } from '../math/statistics.ts'
import { isBetter } from '../trial/direction.ts'
import type { MetricValues } from '../trial/measurement.ts'
import type { Pruner } from './pruner.ts'

export interface MedianPrunerOptions {
  /** Do not prune before so many trials have completed; 5 unless given. */
  readonly startupTrials?: number
  /** Do not prune a trial before this step; 0 unless given. */
  readonly warmupSteps?: number
}

/**
 * The median stopping rule (Golovin et al., "Google Vizier", KDD 2017, section 3.2.2): a trial is stopped at a step if its
 * best value so far is worse than the median of what completed trials had reported by that step. The paper compares with
 * their running averages; the value last reported, as in Optuna, says more where curves still rise or fall. Looks at the
 * first metric of the study. A trial that has reported nothing but NaN of it, where others have reported numbers, is
 * stopped.
 *
 * @throws ERR_INVALID_ARGUMENT for options below 0
 */
export function medianPruner({ startupTrials = 5, warmupSteps = 0 }: MedianPrunerOptions = {}): Pruner {
  for (const [name, value] of Object.entries({ startupTrials, warmupSteps })) {
    if (!(typeof value === 'number' && value >= 0))
      throw new SweetspotError('ERR_INVALID_ARGUMENT', `${name} of a median pruner cannot be ${value}.`)
  }
  return Object.freeze({
    name: 'median',
    shouldPrune(snapshot, trial) {
      const step = trial.measurements.at(-1)?.step
      const [metric] = snapshot.metrics
      if (step === undefined || metric === undefined || step < warmupSteps) return false
      if (snapshot.counts.completed < startupTrials) return false
      const own = trial.measurements.flatMap(({ values }) => valueOf(values, metric) ?? [])
      const peers = peerValues(snapshot, metric, step)
      if (own.length === 0 || peers.length === 0) return false
      const direction = snapshot.directions[metric] ?? 'minimize'
      const numbers = own.filter((value) => !Number.isNaN(value))
      if (numbers.length === 0) return true
      const best = numbers.reduce((one, other) => (isBetter(direction, other, one) ? other : one))
      return isBetter(direction, median(Float64Array.from(peers)), best)
    },
  } satisfies Pruner)
}

/** What completed trials had reported last at or before a step; a measurement may be of other metrics only. */
function peerValues(snapshot: StudySnapshot, metric: string, step: number): number[] {
  const values: number[] = []
  for (const peer of snapshot.trials) {
    if (peer.state !== 'completed') continue
    const last = peer.measurements.findLast(
      (point) => point.step <= step && valueOf(point.values, metric) !== undefined,
    )
    const value = last && valueOf(last.values, metric)
    if (value !== undefined && !Number.isNaN(value)) values.push(value)
  }
  return values
}

const valueOf = (values: MetricValues, metric: string): number | undefined =>
  Object.hasOwn(values, metric) ? values[metric] : undefined
