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

/** The names of {@link TunerOptions}, for the lists of tuners; those of KerasTuner in snake case are recognised anyway. */
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

/** @throws ERR_INVALID_ARGUMENT */
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
      'Without tuneNewEntries or allowNewEntries, nothing is searched unless hyperparameters are given.',
    )
  }
}

/** Checks the options that are neither numbers of something nor checked where they are used. */
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

/** @throws ERR_INVALID_ARGUMENT */
export function checkVerbose(verbose: unknown): void {
  checkArgument('verbose', verbose, verbose === undefined || verbose === 0 || verbose === 1, '0 or 1')
}

/** @throws ERR_INVALID_ARGUMENT where a value is given and not a positive integer */
export function checkPositive(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) return
  throw invalidArgument(name, value, 'a positive integer')
}
