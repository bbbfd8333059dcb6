import type { Pruner, StudyObserver } from '@sweetspot/core'
import type { BackendName } from './backend/select-backend.ts'
import type { HyperParameters } from './hyperparameters.ts'
import type { Objective } from './objective.ts'

/** Options that all tuners share. */
export interface TunerOptions {
  /**
   * The metric to search by, such as `val_acc` or `val_loss`; its direction is known for the usual ones, else give an
   * {@link Objective}. Several are added up. A trial's value is that of its best epoch.
   */
  readonly objective: string | Objective | readonly (string | Objective)[]
  /** How often each model is trained from scratch, for a mean that depends less on chance; 1 unless given. */
  readonly executionsPerTrial?: number
  /** How often a trial that throws is tried again; 0 unless given. */
  readonly maxRetriesPerTrial?: number
  /** Give up after so many failed trials in a row; 3 unless given. */
  readonly maxConsecutiveFailedTrials?: number
  /** Any number; the same seed gives the same search, as far as training is deterministic. */
  readonly seed?: number
  /** Ranges to use in place of those in `buildModel`: what was asked of this object, under the same names. */
  readonly hyperparameters?: HyperParameters
  /** Whether hyperparameters that are not in `hyperparameters` are searched too; else they keep their defaults. */
  readonly tuneNewEntries?: boolean
  /** Whether `buildModel` may ask for hyperparameters that are not in `hyperparameters`. */
  readonly allowNewEntries?: boolean
  /** Folder in which searches are kept, so that they can be continued; nothing is kept unless given. Not in browsers. */
  readonly directory?: string
  /** The search's folder in `directory`. */
  readonly projectName?: string
  /** Forget what is kept of an earlier search of that name instead of continuing it. */
  readonly overwrite?: boolean
  /** A model of more parameters than this fails its trial without being trained. */
  readonly maxModelSize?: number
  /** Of how many of the best trials the trained models are kept, for `getBestModels`; 1 unless given. */
  readonly keepBest?: number
  /** Stops trials early that are not promising, epoch by epoch. */
  readonly pruner?: Pruner
  /** What computes; the fastest that loads unless given. `current` leaves TensorFlow.js as it is. */
  readonly backend?: BackendName | 'current'
  /** Print a line for each trial: 1, unless 0 is given. */
  readonly verbose?: 0 | 1
  /** Stops the search; it can be continued. */
  readonly signal?: AbortSignal
  /** Told of trials and epochs, for displays. */
  readonly observers?: readonly StudyObserver[]
}
