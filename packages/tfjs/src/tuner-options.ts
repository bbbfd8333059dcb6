import { type Pruner, type StudyObserver, SweetspotError } from '@sweetspot/core'
import type { BackendName } from './backend/select-backend.ts'
import type { HyperParameters } from './hyperparameters.ts'
import type { ObjectiveOption } from './objective.ts'

/** Options that all tuners share. */
export interface TunerOptions {
  /**
   * The metric to search by, such as `val_acc` or `val_loss`; its direction is known for the usual ones, else give an
   * {@link Objective}. Several are added up, those to be maximised with a minus sign. A trial's value is that of its
   * best epoch. It may be left out where trials return a number to be minimised, or an object with `default_objective`:
   * from a `fit` of the hypermodel's own, or from a tuner's own `runTrial`.
   */
  readonly objective?: ObjectiveOption
  /** How often each model is trained from scratch, for a mean that depends less on chance; 1 unless given. */
  readonly executionsPerTrial?: number
  /**
   * How often a trial that throws is tried again with the same hyperparameters; 0 unless given. A value that is not
   * finite is a failure too, which would come again, so it is not tried again.
   */
  readonly maxRetriesPerTrial?: number
  /** Give up after so many failed trials in a row; 3 unless given. */
  readonly maxConsecutiveFailedTrials?: number
  /**
   * Any finite number; the same seed gives the same search, weights included, as far as the backend computes the same
   * numbers again: `cpu` and `wasm` do. Default: a random one.
   */
  readonly seed?: number
  /**
   * Ranges to use in place of those in `buildModel`: what was asked of this object, under the same names. Values that it
   * was made with, and that were not asked for, are held fixed. A notice says which names `buildModel` never asked for.
   */
  readonly hyperparameters?: HyperParameters
  /** Whether hyperparameters that are not in `hyperparameters` are searched too (unless given); else they keep their
   * defaults. */
  readonly tuneNewEntries?: boolean
  /** Whether `buildModel` may ask for hyperparameters that are not in `hyperparameters`; so unless given. */
  readonly allowNewEntries?: boolean
  /** Folder in which searches are kept, so that they can be continued; nothing is kept unless given. Not in browsers. */
  readonly directory?: string
  /** The search's folder in `directory`; `untitled_project` unless given. */
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
  /**
   * Print a line when a trial starts and when it ends; `search` may say otherwise. Warnings that no observer takes go to
   * the console in any case. Default: 1.
   */
  readonly verbose?: 0 | 1
  /** Stops all searches of this tuner at once; give `search` a signal to stop one. */
  readonly signal?: AbortSignal
  /** Told of trials and epochs, for displays. */
  readonly observers?: readonly StudyObserver[]
}

/** @throws ERR_INVALID_ARGUMENT */
export function checkTunerOptions(options: TunerOptions, maxTrials: number | undefined): void {
  const { executionsPerTrial, keepBest, maxModelSize, maxConsecutiveFailedTrials, maxRetriesPerTrial } = options
  const positive = { maxTrials, executionsPerTrial, keepBest, maxModelSize, maxConsecutiveFailedTrials }
  for (const [name, value] of Object.entries(positive)) checkPositive(name, value)
  if (maxRetriesPerTrial !== 0) checkPositive('maxRetriesPerTrial', maxRetriesPerTrial)
  const { hyperparameters, tuneNewEntries = true, allowNewEntries = true } = options
  if (!hyperparameters && !(tuneNewEntries && allowNewEntries)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      'Without tuneNewEntries or allowNewEntries, nothing is searched unless hyperparameters are given.',
    )
  }
}

/** @throws ERR_INVALID_ARGUMENT where a value is given and not a positive integer */
export function checkPositive(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) return
  throw new SweetspotError('ERR_INVALID_ARGUMENT', `${name} is a positive integer, not ${value}.`)
}
