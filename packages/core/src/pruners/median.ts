import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { median } from '../math/statistics.ts'
import { isBetter } from '../trial/direction.ts'
import type { Measurement } from '../trial/measurement.ts'
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
      const peers = peerValues(snapshot, metric, step)
      if (peers.length === 0) return false
      const direction = snapshot.directions[metric] ?? 'minimize'
      const best = bestUpTo(trial.measurements, metric, step, direction === 'minimize')
      return best === undefined || isBetter(direction, median(Float64Array.from(peers)), best)
    },
  } satisfies Pruner)
}

/** What completed trials had reported last at or before a step. */
function peerValues(snapshot: StudySnapshot, metric: string, step: number): number[] {
  const values: number[] = []
  for (const peer of snapshot.trials) {
    if (peer.state !== 'completed') continue
    const value = peer.measurements.findLast((measurement) => measurement.step <= step)?.values[metric]
    if (value !== undefined && !Number.isNaN(value)) values.push(value)
  }
  return values
}

function bestUpTo(
  measurements: readonly Measurement[],
  metric: string,
  step: number,
  smaller: boolean,
): number | undefined {
  const values = measurements
    .filter((measurement) => measurement.step <= step)
    .map(({ values: reported }) => reported[metric])
    .filter((value) => value !== undefined && !Number.isNaN(value)) as number[]
  return values.length === 0 ? undefined : smaller ? Math.min(...values) : Math.max(...values)
}
