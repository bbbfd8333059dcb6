import {
  checkArgument,
  hasMethods,
  invalidArgument,
  isSignal,
  type OptionAdvice,
  type OptionNames,
  type Pruner,
  type StudyObserver,
  SweetspotError,
} from '@sweetspot/core'
import type { BackendName } from './backend/select-backend.ts'
import { checkHyperParameters, type HyperParameters } from './hyperparameters.ts'
import type { ObjectiveOption } from './objective.ts'
import { checkPlan, type SearchPlan } from './search-plan.ts'

/** The options common to all tuners. */
export interface TunerOptions {
  /**
   * The metric to optimise, such as `val_acc` or `val_loss`. The direction of usual metrics is known; for others pass an
   * {@link Objective}. Several objectives are added, maximised ones with a minus sign. The value of a trial is that of its
   * best epoch. Optional if an overridden `fit` of the hypermodel or `runTrial` of the tuner returns a number to minimise,
   * or an object with `default_objective`.
   */
  readonly objective?: ObjectiveOption
  /** The number of trainings per trial, each from scratch, whose mean is the value of the trial. Default: 1. */
  readonly executionsPerTrial?: number
  /**
   * The number of retries of a trial that throws, with the same hyperparameters. A value that is not finite fails the
   * trial, but is not retried, since it would recur. Default: 0.
   */
  readonly maxRetriesPerTrial?: number
  /** Ends the search after this number of failed trials in a row. Default: 3. */
  readonly maxConsecutiveFailedTrials?: number
  /**
   * Any finite number. The same seed gives the same search, weights included, on backends that always compute the same
   * numbers: `cpu` and `wasm`. Default: a random one.
   */
  readonly seed?: number
  /**
   * Ranges that override those of `buildModel`: the hyperparameters that this object was asked for, by name. Values that
   * it was created with, and not asked for, are fixed. A notice lists the names that `buildModel` never asked for.
   */
  readonly hyperparameters?: HyperParameters
  /** Whether to search hyperparameters that are not in `hyperparameters`; otherwise they keep their defaults. Default: true. */
  readonly tuneNewEntries?: boolean
  /** Whether `buildModel` may ask for hyperparameters that are not in `hyperparameters`. Default: true. */
  readonly allowNewEntries?: boolean
  /** The folder in which searches are kept, so that you can continue them. Not available in browsers. Default: in memory. */
  readonly directory?: string
  /** The folder of the search in `directory`. Default: `untitled_project`. */
  readonly projectName?: string
  /** Whether to delete an earlier search of that name instead of continuing it. Default: false. */
  readonly overwrite?: boolean
  /** The maximum number of parameters of a model; a larger model fails its trial without training. Default: no limit. */
  readonly maxModelSize?: number
  /** The number of best trials whose trained models are kept, for `getBestModels`. Default: 1. */
  readonly keepBest?: number
  /** Stops unpromising trials early, epoch by epoch. */
  readonly pruner?: Pruner
  /** The backend; `current` keeps the current one. Default: the fastest that loads. */
  readonly backend?: BackendName | 'current'
  /**
   * Whether to print a line when a trial starts and when it ends; `search` can override it. Warnings that no observer
   * takes always go to the console. Default: 1.
   */
  readonly verbose?: 0 | 1
  /** Stops all searches of this tuner at once; pass a signal to `search` to stop a single one. */
  readonly signal?: AbortSignal
  /** Callbacks for trials, epochs and notices. */
  readonly observers?: readonly StudyObserver[]
}

/** The names of {@link TunerOptions} with names that are mistaken for them; snake case is recognised anyway. */
export const TUNER_OPTION_NAMES: OptionNames<TunerOptions> = {
  objective: ['metric', 'objectives'],
  executionsPerTrial: [],
  maxRetriesPerTrial: ['retries'],
  maxConsecutiveFailedTrials: ['maxConsecutiveFailures'],
  seed: ['random_state'],
  hyperparameters: ['hp', 'space'],
  tuneNewEntries: [],
  allowNewEntries: [],
  directory: ['dir', 'storage'],
  projectName: ['name', 'study_name', 'studyName'],
  overwrite: [],
  maxModelSize: [],
  keepBest: ['save_best'],
  pruner: [],
  backend: [],
  verbose: ['silent'],
  signal: ['abortSignal'],
  observers: ['logger', 'callbacks', 'observer'],
}

const ofModel = 'Compile the model with it in buildModel.'
const ofSearch = 'It is an argument of search.'

/** Advice for {@link TUNER_OPTION_NAMES}. */
export const TUNER_ADVICE: OptionAdvice = {
  notes: {
    optimizer: ofModel,
    loss: ofModel,
    metrics: ofModel,
    epochs: ofSearch,
    batchSize: ofSearch,
    batch_size: ofSearch,
    validationData: ofSearch,
    validation_data: ofSearch,
    validationSplit: ofSearch,
    distribution_strategy: 'All models share one backend of TensorFlow.js.',
    hypermodel: 'It is the first argument.',
  },
}

/**
 * Checks the options of a tuner and its plan.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export function checkTunerOptions(options: TunerOptions, plan: SearchPlan): void {
  checkPlan(plan)
  const { executionsPerTrial, keepBest, maxModelSize, maxConsecutiveFailedTrials, maxRetriesPerTrial } = options
  const positive = { maxTrials: plan.maxTrials, executionsPerTrial, keepBest, maxModelSize, maxConsecutiveFailedTrials }
  for (const [name, value] of Object.entries(positive)) checkPositive(name, value)
  if (maxRetriesPerTrial !== 0) checkPositive('maxRetriesPerTrial', maxRetriesPerTrial)
  checkKinds(options)
  const { hyperparameters, tuneNewEntries = true, allowNewEntries = true } = options
  if (!hyperparameters && !(tuneNewEntries && allowNewEntries)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      'With tuneNewEntries or allowNewEntries set to false, nothing is searched: pass hyperparameters, too.',
    )
  }
}

/** Checks the options that are not counts and are not checked where they are used. */
function checkKinds(options: TunerOptions): void {
  const { hyperparameters, tuneNewEntries, allowNewEntries, overwrite, directory, projectName } = options
  const { pruner, observers, signal, backend, verbose, seed } = options
  for (const [name, flag] of Object.entries({ tuneNewEntries, allowNewEntries, overwrite })) {
    checkArgument(name, flag, flag === undefined || typeof flag === 'boolean', 'true or false')
  }
  for (const [name, text] of Object.entries({ directory, projectName, backend })) {
    checkArgument(name, text, text === undefined || (typeof text === 'string' && !text.includes('\0')), 'a text')
  }
  checkHyperParameters('hyperparameters', hyperparameters)
  checkArgument(
    'pruner',
    pruner,
    pruner === undefined || hasMethods(pruner, 'decide'),
    'a pruner, such as `medianPruner()`',
  )
  checkArgument('observers', observers, observers === undefined || isListOfObjects(observers), 'a list of observers')
  checkArgument('signal', signal, signal === undefined || isSignal(signal), 'an AbortSignal')
  checkVerbose(verbose)
  checkArgument('seed', seed, seed === undefined || Number.isFinite(seed), 'a finite number')
}

function isListOfObjects(given: unknown): boolean {
  try {
    return (
      Array.isArray(given) && Array.from(given as unknown[]).every((one) => typeof one === 'object' && one !== null)
    )
  } catch {
    return false
  }
}

/**
 * Checks the option `verbose`.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export function checkVerbose(verbose: unknown): void {
  checkArgument('verbose', verbose, verbose === undefined || verbose === 0 || verbose === 1, '0 or 1')
}

/**
 * Checks an optional count.
 *
 * @throws ERR_INVALID_ARGUMENT unless the value is undefined or a positive integer
 */
export function checkPositive(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) return
  throw invalidArgument(name, value, 'a positive integer')
}
