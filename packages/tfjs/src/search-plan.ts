import { checkArgument, hasMethods, type Sampler, type StudySnapshot, type Trial } from '@sweetspot/core'

/** The kind of search of a tuner; each tuner class has its own. */
export interface SearchPlan {
  /** Suggests the hyperparameters of the trials. */
  readonly sampler: Sampler
  /** The number of trials of the search, including earlier sessions; undefined if the sampler ends the search. */
  readonly maxTrials?: number | undefined
  /** Returns the part of a training that a trial runs, if the plan decides it. */
  stageOf?(trial: Trial): TrainingStage
  /** Returns the numbers of the trials whose training other trials may still continue. */
  continuable?(snapshot: StudySnapshot): ReadonlySet<number>
}

/**
 * Checks the plan of a tuner.
 *
 * @throws ERR_INVALID_ARGUMENT for anything but a plan
 */
export function checkPlan(given: unknown): void {
  checkArgument('the plan of a tuner', given, isPlan(given), '{ sampler, maxTrials }')
}

function isPlan(given: unknown): boolean {
  try {
    return hasMethods((given as SearchPlan).sampler, 'suggest')
  } catch {
    return false
  }
}

/** The epochs that a trial trains, and the trial that it continues. */
export interface TrainingStage {
  /** The epoch, counted from 0, before which the training ends. */
  readonly epochs: number
  readonly initialEpoch: number
  /** The number of the trial that it continues; null for a new training. */
  readonly parent: number | null
  /** Whether another trial may continue it. */
  readonly continued: boolean
}
