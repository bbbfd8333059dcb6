import { SweetspotError } from '../errors.ts'
import { quantileOfSorted } from '../math/statistics.ts'
import { isBetter } from '../trial/direction.ts'
import { PeerValues, valueOf } from './peer-values.ts'
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
  const peers = new PeerValues()
  return Object.freeze({
    name: 'median',
    shouldPrune(snapshot, trial) {
      const step = trial.measurements.at(-1)?.step
      const [metric] = snapshot.metrics
      if (step === undefined || metric === undefined || step < warmupSteps) return false
      if (snapshot.counts.completed < startupTrials) return false
      const direction = snapshot.directions[metric] ?? 'minimize'
      let best = Number.NaN
      let compared = false
      for (const { values } of trial.measurements) {
        const value = valueOf(values, metric)
        if (value === undefined) continue
        compared = true
        if (Number.isNaN(best) || isBetter(direction, value, best)) best = value
      }
      const others = compared ? peers.at(snapshot, metric, step) : []
      if (others.length === 0) return false
      return Number.isNaN(best) || isBetter(direction, quantileOfSorted(others, 0.5), best)
    },
  } satisfies Pruner)
}
