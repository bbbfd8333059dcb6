import {
  type CompletedTrial,
  createStudy,
  type Sampler,
  type Study,
  type StudyObserver,
  type StudySnapshot,
  SweetspotError,
  type Trial,
} from '@sweetspot/core'
import type * as tf from '@tensorflow/tfjs'
import { BackendChoice } from './backend/backend-choice.ts'
import { disposeModel } from './backend/dispose-model.ts'
import { restoreCheckpoint } from './checkpoint/checkpoint.ts'
import { type BuildModel, HyperModel, toHyperModel } from './hypermodel.ts'
import { HyperParameters } from './hyperparameters.ts'
import { checkObjective, type ObjectiveReader, objectiveReader } from './objective.ts'
import { openProject, type Project } from './project.ts'
import { resultsText, spaceText } from './summaries.ts'
import { type FitArgs, type TrainingData, toTrainingData, validates } from './training-data.ts'
import { buildChecked, trainOnce } from './training-run.ts'
import { rankedTrials, TrialCheckpoints } from './trial-checkpoints.ts'
import { trialHyperParameters } from './trial-hyperparameters.ts'
import { trialLines } from './trial-lines.ts'
import type { TunerOptions } from './tuner-options.ts'

/** What kind of search a tuner makes; each tuner class gives its own. */
export interface SearchPlan {
  readonly sampler: Sampler
  /** How many trials the search has in all, those of earlier sessions included; undefined where the sampler ends it. */
  readonly maxTrials: number | undefined
  /** The epochs of a trial where the plan decides them, and the trial whose training it continues. */
  epochsOf?(trial: Trial): { readonly epochs: number; readonly initialEpoch: number; readonly parent: number | null }
  /** Trials whose training may be continued by another. */
  continuable?(snapshot: StudySnapshot): ReadonlySet<number>
}

const NOTHING: ReadonlySet<number> = new Set()

/**
 * The tuner that all others are, apart from their {@link SearchPlan}: a face over a study. Each trial builds a model
 * from the hyperparameters that the study suggests, trains it, and tells the value of its best epoch.
 */
export class Tuner {
  readonly hypermodel: HyperModel
  readonly objective: ObjectiveReader
  readonly #options: TunerOptions
  readonly #plan: SearchPlan
  readonly #backend: BackendChoice
  #project: Project | undefined
  #study: Study | undefined
  #checkpoints: TrialCheckpoints | undefined
  #discovered = false
  /** What the model reports, once it has been built. */
  #metrics: readonly string[] = []
  #pruning: Promise<void> = Promise.resolve()

  /** @throws ERR_INVALID_OBJECTIVE, ERR_INVALID_ARGUMENT */
  constructor(model: BuildModel | HyperModel, options: TunerOptions, plan: SearchPlan) {
    const { executionsPerTrial = 1, keepBest = 1 } = options
    for (const [name, value] of Object.entries({ executionsPerTrial, keepBest })) {
      if (!(Number.isSafeInteger(value) && value >= 1)) {
        throw new SweetspotError('ERR_INVALID_ARGUMENT', `${name} is a positive integer, not ${value}.`)
      }
    }
    this.hypermodel = toHyperModel(model)
    this.objective = objectiveReader(options.objective)
    this.#options = options
    this.#plan = plan
    this.#backend = new BackendChoice(options.backend, (text) => this.#notice(text))
  }

  /** The study behind this search. @throws ERR_STUDY_CLOSED before `search` or `reload` */
  get study(): Study {
    if (!this.#study)
      throw new SweetspotError('ERR_STUDY_CLOSED', 'This search has not been opened: call search() or reload() first.')
    return this.#study
  }

  /**
   * Searches until `maxTrials` trials are finished in all, or the space is exhausted. Called again, or in a new process
   * with the same `directory` and `projectName`, it continues; an interrupted trial is trained again.
   *
   * @param x - Inputs, or a dataset of inputs and targets.
   * @param y - Targets; left out with a dataset.
   * @param args - Arguments of `model.fit`, or of `model.fitDataset`: epochs, batchSize, validationSplit, …
   * @throws ERR_INVALID_OBJECTIVE before anything is trained; ERR_TOO_MANY_FAILURES
   */
  search(
    x: tf.Tensor | tf.Tensor[] | { [name: string]: tf.Tensor },
    y: tf.Tensor | tf.Tensor[] | { [name: string]: tf.Tensor },
    args?: FitArgs,
  ): Promise<void>
  search(dataset: tf.data.Dataset<tf.TensorContainer>, args?: FitArgs): Promise<void>
  async search(x: unknown, second?: unknown, third: FitArgs = {}): Promise<void> {
    const fromDataset = typeof x === 'object' && x !== null && 'forEachAsync' in x
    const args = fromDataset ? ((second ?? {}) as FitArgs) : third
    const data = toTrainingData(x, second)
    await this.reload()
    await this.#backend.select()
    await this.#discover(args)
    const { maxRetriesPerTrial = 0, maxConsecutiveFailedTrials = 3, signal } = this.#options
    const { maxTrials } = this.#plan
    await this.study.optimize(async (trial) => this.runTrial(trial, data, args), {
      ...(maxTrials !== undefined && { totalTrials: maxTrials }),
      ...(signal && { signal }),
      retries: maxRetriesPerTrial,
      maxConsecutiveFailures: maxConsecutiveFailedTrials,
      catch: true,
    })
  }

  /**
   * Trains the models of one trial and returns its value. To be overridden for trials that are more than that.
   *
   * @throws TrialPruned
   */
  async runTrial(trial: Trial, data: TrainingData, args: FitArgs): Promise<number> {
    const { executionsPerTrial = 1, maxModelSize } = this.#options
    const checkpoints = this.#checkpoints as TrialCheckpoints
    const { plan, start } = await this.#startOf(trial, checkpoints)
    const hp = trialHyperParameters(trial, this.#options)
    const values: number[] = []
    let best: number | undefined
    for (let execution = 0; execution < executionsPerTrial; execution += 1) {
      const value = await trainOnce({
        hypermodel: this.hypermodel,
        hp,
        trial,
        data,
        args: { ...args, ...plan },
        objective: this.objective,
        maxModelSize,
        start,
        prepare: (model) => this.#backend.prepare(model),
        improved: async (value, capture) => {
          const isBest = best === undefined || (this.objective.direction === 'minimize' ? value < best : value > best)
          if (!isBest) return
          best = value
          await checkpoints.save(trial.number, 'best', await capture())
        },
        finished:
          this.#plan.continuable && (async (capture) => checkpoints.save(trial.number, 'last', await capture())),
      })
      values.push(value)
    }
    return values.reduce((sum, value) => sum + value, 0) / values.length
  }

  /** Where the training of a trial begins, if the plan has a say in it. */
  async #startOf(trial: Trial, checkpoints: TrialCheckpoints) {
    const plan = this.#plan.epochsOf?.(trial)
    if (!plan) return { plan: {}, start: undefined }
    const { epochs, initialEpoch, parent } = plan
    if (parent === null) return { plan: { epochs, initialEpoch }, start: undefined }
    if (await checkpoints.has(parent, 'last')) {
      return { plan: { epochs, initialEpoch }, start: await checkpoints.load(parent, 'last') }
    }
    this.#notice(`The model of trial ${parent} is gone, so trial ${trial.number} is trained from the beginning.`)
    return { plan: { epochs, initialEpoch: 0 }, start: undefined }
  }

  /**
   * The hyperparameters of the best trials, the best first; fewer where fewer have completed.
   *
   * @throws ERR_STUDY_CLOSED before `search` or `reload`
   */
  getBestHyperparameters(count = 1): HyperParameters[] {
    return this.#best(count).map(({ params }) => new HyperParameters(params))
  }

  /**
   * The trained models of the best trials, with the weights of their best epochs; the caller disposes them. Train the
   * best hyperparameters on all data instead for the best result.
   *
   * @throws ERR_CHECKPOINT_NOT_FOUND for more than `keepBest`
   */
  async getBestModels(count = 1): Promise<tf.LayersModel[]> {
    const models: tf.LayersModel[] = []
    try {
      for (const { number, params } of this.#best(count)) {
        const checkpoint = await (this.#checkpoints as TrialCheckpoints).load(number, 'best')
        const model = await this.hypermodel.build(new HyperParameters(params))
        models.push(model)
        restoreCheckpoint(model, checkpoint)
      }
    } catch (error) {
      for (const model of models) disposeModel(model)
      throw error
    }
    return models
  }

  /** Prints the best trials, and returns what it prints. */
  resultsSummary(count = 10): string {
    const text = resultsText(this.study.snapshot, this.#best(count))
    console.log(text)
    return text
  }

  /** Prints the hyperparameters known so far, and returns what it prints. Builds the model once if need be. */
  async searchSpaceSummary(): Promise<string> {
    await this.reload()
    await this.#discover()
    const text = spaceText(this.study.space)
    console.log(text)
    return text
  }

  /** Opens the search kept in `directory`, so that its results can be read without searching. */
  async reload(): Promise<void> {
    if (this.#study) return
    const {
      directory,
      projectName = 'untitled_project',
      overwrite = false,
      seed,
      pruner,
      observers = [],
      verbose = 1,
    } = this.#options
    this.#project = await openProject(directory, projectName, overwrite)
    this.#checkpoints = new TrialCheckpoints(this.#project.checkpoints, this.#options.keepBest ?? 1)
    const all: StudyObserver[] = [...observers]
    if (verbose > 0) all.push(trialLines(this.objective.name))
    this.#study = await createStudy({
      name: this.#project.name,
      directions: { [this.objective.name]: this.objective.direction },
      storage: this.#project.storage,
      sampler: this.#plan.sampler,
      loadIfExists: true,
      closeStorage: true,
      observers: all,
      ...(seed !== undefined && { seed }),
      ...(pruner && { pruner }),
    })
    this.#study.observe({ trialFinished: (_trial, snapshot) => this.#prune(snapshot) })
  }

  /** Closes the storage of the search. Results cannot be read any more. */
  async close(): Promise<void> {
    await this.#pruning
    await this.#study?.close()
  }

  #prune(snapshot: StudySnapshot): void {
    const kept = this.#plan.continuable?.(snapshot) ?? NOTHING
    const pruned = this.#pruning.then(() => this.#checkpoints?.prune(snapshot, kept))
    this.#pruning = pruned.catch((error: unknown) =>
      this.#notice(`Old checkpoints could not be deleted: ${String(error)}`),
    )
  }

  #best(count: number): CompletedTrial[] {
    const { snapshot } = this.study
    return rankedTrials(snapshot)
      .slice(0, count)
      .map((number) => snapshot.trials.get(number) as CompletedTrial)
  }

  /** Builds the model once with its defaults, to learn its hyperparameters and check the objective before training. */
  async #discover(args?: FitArgs): Promise<void> {
    const { hyperparameters, tuneNewEntries = true } = this.#options
    if (!this.#discovered) {
      const hp = trialHyperParameters(undefined, this.#options)
      const model = await buildChecked(this.hypermodel, hp, undefined)
      this.#metrics = model.metricsNames.slice()
      disposeModel(model)
      const presets = hyperparameters?.space ?? new Map()
      const known = [...hp.space, ...presets].filter(([name]) => tuneNewEntries || presets.has(name))
      await this.study.discover(Object.fromEntries(known))
      this.#discovered = true
    }
    if (args && !this.#hasOwnFit()) checkObjective(this.objective, this.#metrics, validates(args))
  }

  /** A hypermodel with a `fit` of its own may report anything. */
  #hasOwnFit(): boolean {
    return this.hypermodel.fit !== HyperModel.prototype.fit
  }

  #notice(text: string): void {
    if (this.#study) this.#study.notice(text)
    else console.warn(`sweetspot: ${text}`)
  }
}
