import { checkArgument, hasMethods, type Sampler, type StudySnapshot, type Trial } from '@sweetspot/core'

/** What kind of search a tuner makes; each tuner class gives its own. */
export interface SearchPlan {
  /** Decides what to try next. */
  readonly sampler: Sampler
  /** How many trials the search has in all, those of earlier sessions included; undefined where the sampler ends it. */
  readonly maxTrials?: number | undefined
  /** The part of a training that a trial is, where the plan decides that. */
  stageOf?(trial: Trial): TrainingStage
  /** The numbers of the trials whose training may still be continued by others. */
  continuable?(snapshot: StudySnapshot): ReadonlySet<number>
}

/** @throws ERR_INVALID_ARGUMENT for anything but a plan */
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

/** A training from one epoch to another, maybe continuing that of another trial. */
export interface TrainingStage {
  /** It ends before this epoch, counted from 0. */
  readonly epochs: number
  readonly initialEpoch: number
  /** The number of the trial that it continues; null for one that begins. */
  readonly parent: number | null
  /** Whether another trial may continue it. */
  readonly continued: boolean
}
