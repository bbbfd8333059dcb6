/// <reference lib="esnext.disposable" preserve="true" />
import {
  foldIn,
  formatValue,
  hasMethods,
  type OptimizeResult,
  optionsReader,
  type Params,
  recommendation,
  type Study,
  SweetspotError,
  studyError,
  type Trial,
} from '@sweetspot/core'
import type * as tf from '@tensorflow/tfjs'
import { BackendChoice } from './backend/backend-choice.ts'
import { disposeModel, variableNames } from './backend/dispose-model.ts'
import { hasOwnFit, rebuildModel } from './build-model.ts'
import { type BuildModel, type HyperModel, noHyperModel, toHyperModel } from './hypermodel.ts'
import type { HyperParameters } from './hyperparameters.ts'
import { checkObjective, type ObjectiveReader, objectiveReader } from './objective-reader.ts'
import { optimizeOneByOne } from './one-by-one.ts'
import { type OpenSearch, openSearch } from './open-search.ts'
import { print } from './print.ts'
import { runTrial } from './run-trial.ts'
import { readOwnCall, readSearchCall } from './search-call.ts'
import type { SearchPlan } from './search-plan.ts'
import { isSeeded, replacedText, withKey, withoutKey } from './seeded-random.ts'
import { branchedNames, discoverSpace } from './study-space.ts'
import { resultsText, spaceText } from './summaries.ts'
import {
  type DatasetSearchArgs,
  type SearchArgs,
  type TensorSearchArgs,
  type Tensors,
  type TrainingDataset,
  validates,
} from './training-data.ts'
import { trainingKey } from './training-key.ts'
import { bestTrials } from './trial-checkpoints.ts'
import { storedHyperParameters, trialHyperParameters } from './trial-hyperparameters.ts'
import { trialLines } from './trial-lines.ts'
import { readResult, type TrialResult } from './trial-result.ts'
import { checkTunerOptions, TUNER_ADVICE, TUNER_OPTION_NAMES, type TunerOptions } from './tuner-options.ts'
import { type TunerTrial, tunerTrial } from './tuner-trial.ts'
import { misspeltText, unusedText } from './unused-overrides.ts'

const ALREADY_SEARCHING = 'This tuner is already searching: await the earlier search first.'
const readOptions = optionsReader<TunerOptions>('Tuner', TUNER_OPTION_NAMES, TUNER_ADVICE)

/**
 * The base of all tuners, which differ in their {@link SearchPlan}. It runs a study: each trial builds a model from the
 * suggested hyperparameters, trains it, and tells the value of its best epoch. Trials run one after another, since all
 * models share one backend of TensorFlow.js; several processes may share a `directory`.
 *
 * @example
 * ```ts
 * new Tuner(buildModel, { objective: 'val_loss' }, { sampler: gpSampler({ noisy: true }), maxTrials: 50 })
 * ```
 */
export class Tuner {
  readonly hypermodel: HyperModel
  readonly objective: ObjectiveReader
  readonly #options: TunerOptions
  readonly #plan: SearchPlan
  readonly #backend: BackendChoice
  #opening: Promise<void> | undefined
  #opened: OpenSearch | undefined
  /** The names of the metrics of the model built with the defaults. */
  #metrics: readonly string[] | undefined
  #searching = false
  #printing = false

  /**
   * @param model - Undefined is allowed in a subclass that overrides `runTrial`.
   * @throws ERR_INVALID_OBJECTIVE, ERR_INVALID_ARGUMENT, ERR_INVALID_MODEL
   */
  constructor(model: BuildModel | HyperModel | undefined, options: TunerOptions, plan: SearchPlan) {
    const read = readOptions(options)
    checkTunerOptions(read, plan)
    this.hypermodel = model === undefined && this.#runsOwnTrials ? noHyperModel : toHyperModel(model)
    const { objective, backend, observers = [] } = read
    this.objective = objectiveReader(objective, this.#reportsAnything)
    this.#options = read
    this.#plan = plan
    const notice = (text: string) => this.#open().study.notice(text)
    const inform = (text: string) => {
      if (this.#printing || observers.some((observer) => hasMethods(observer, 'notice'))) notice(text)
    }
    this.#backend = new BackendChoice(backend, inform, notice)
  }

  /**
   * The study of this search, with its trials and events. KerasTuner calls it the oracle.
   *
   * @throws ERR_STUDY_CLOSED before `search` or `reload`
   */
  get study(): Study {
    return this.#open().study
  }

  /**
   * Searches until the search has `maxTrials` finished trials, or the space is exhausted. A later call continues, also in
   * a new process with the same `directory` and `projectName`. An interrupted trial is trained again.
   *
   * @param x - Inputs, or a dataset of inputs and targets.
   * @param y - Targets; omitted with a dataset.
   * @param args - Arguments of `model.fit`, or of `model.fitDataset`: epochs, batchSize, validationSplit, …
   * @returns The reason why it ended, and the number of its trials.
   * @throws ERR_INVALID_ARGUMENT or ERR_INVALID_OBJECTIVE before the first training; ERR_TOO_MANY_FAILURES, with the last
   * failure as its cause
   */
  search(x: Tensors, y: Tensors, args?: TensorSearchArgs): Promise<OptimizeResult>
  search(dataset: TrainingDataset, args?: DatasetSearchArgs): Promise<OptimizeResult>
  /** Searches without data, with an overridden `runTrial`, which receives the arguments of `search`. */
  search(): Promise<OptimizeResult>
  async search(...given: readonly unknown[]): Promise<OptimizeResult> {
    const args: SearchArgs = this.#runsOwnTrials ? readOwnCall(given) : readSearchCall(given)[1]
    if (this.#searching) throw new SweetspotError('ERR_INVALID_ARGUMENT', ALREADY_SEARCHING)
    this.#searching = true
    let stopPrinting = (): void => {}
    try {
      await this.reload()
      this.#printing = (args.verbose ?? this.#options.verbose ?? 1) > 0
      if (this.#printing) stopPrinting = this.study.observe(trialLines(this.objective.name))
      await this.#discover()
      if (!this.#reportsAnything) checkObjective(this.objective, this.#metrics ?? [], validates(args))
      const [{ study }, { sampler, maxTrials }] = [this, this.#plan]
      for (const text of sampler.advise?.(study.space, maxTrials) ?? []) study.notice(text)
      const run = (trial: Trial) => this.#valueOf(trial, given)
      const optimized = optimizeOneByOne(study, run, this.#options, maxTrials, args.signal)
      const result = await optimized.finally(() => (this.hypermodel === noHyperModel ? undefined : this.#backend.use()))
      this.#notice(unusedText(this.#options.hyperparameters, study.snapshot))
      return result
    } finally {
      await this.#opened?.tidied()
      stopPrinting()
      this.#printing = false
      this.#searching = false
    }
  }

  /**
   * Runs one trial: builds and trains its model `executionsPerTrial` times, and keeps it if it is among the best.
   * Override it to run something else; `super.runTrial` also accepts other data or arguments.
   *
   * @param trial - The trial with its hyperparameters, and `report` and `shouldPrune` for your own trainings.
   * @param args - The arguments of `search`.
   * @returns The value of the objective, or values by name; those of other metrics are kept in the trial's attribute
   * `metrics`. The value of a list of results is their mean.
   */
  runTrial(trial: TunerTrial, ...args: readonly unknown[]): TrialResult | Promise<TrialResult> {
    return withoutKey(() => this.#train(trial, args))
  }

  /**
   * Returns the hyperparameters of the best trials, the best first; fewer if fewer have completed.
   *
   * @throws ERR_STUDY_CLOSED before `search` or `reload`
   */
  getBestHyperparameters(count = 1): HyperParameters[] {
    const branched = branchedNames(this.study.snapshot)
    return bestTrials(this.study.snapshot, count).map(({ params }) => storedHyperParameters(params, branched))
  }

  /**
   * Returns the trained models of the best trials, with the weights of their best epochs; dispose them after use. For the
   * best result, train a model with the best hyperparameters on all data instead.
   *
   * @throws ERR_CHECKPOINT_NOT_FOUND for more models than `keepBest`
   */
  async getBestModels(count = 1): Promise<tf.LayersModel[]> {
    await this.reload()
    const existing = variableNames()
    const models: tf.LayersModel[] = []
    try {
      for (const { number } of bestTrials(this.study.snapshot, count)) models.push(await this.loadModel(number))
    } catch (error) {
      for (const model of models) disposeModel(model, existing)
      throw error
    }
    return models
  }

  /**
   * Returns the trained model of one trial, as {@link getBestModels} does. Override it to build models in another way.
   *
   * @throws ERR_TRIAL_NOT_FOUND, ERR_CHECKPOINT_NOT_FOUND, ERR_CHECKPOINT_MISMATCH
   */
  async loadModel(number: number): Promise<tf.LayersModel> {
    await this.reload()
    const { study, checkpoints } = this.#open()
    const trial = Number.isSafeInteger(number) ? study.snapshot.trials.get(number) : undefined
    if (!trial) throw studyError('ERR_TRIAL_NOT_FOUND', `Trial ${formatValue(number)} does not exist.`)
    const checkpoint = await checkpoints.load(number, 'best')
    await this.#backend.use()
    const hp = storedHyperParameters(trial.params as Params, branchedNames(study.snapshot))
    return rebuildModel(this.hypermodel, hp, checkpoint)
  }

  /**
   * Prints the best trials with all their metrics, the recommended trial if it is another one, and the first failed trials
   * with their reasons. Returns the printed text.
   */
  resultsSummary(count = 10): string {
    const { snapshot } = this.study
    // The surrogate does not know the number of epochs, so it cannot compare trials that differ in it.
    const recommended = snapshot.best && !this.#plan.stageOf ? recommendation(snapshot) : undefined
    return print(resultsText(snapshot, bestTrials(snapshot, count), recommended, count))
  }

  /** Prints the known hyperparameters, and returns the printed text. Builds the model once if necessary. */
  async searchSpaceSummary(): Promise<string> {
    await this.#discover()
    return print(spaceText(this.study.space))
  }

  /** Opens the search kept in `directory`, to read its results without searching. */
  reload(): Promise<void> {
    const opened = async () => {
      this.#opened = await openSearch(this.#options, this.#plan, this.objective)
    }
    this.#opening ??= opened().catch((error: unknown) => {
      this.#opening = undefined
      throw error
    })
    return this.#opening
  }

  /** Closes the storage of the search. To read the results of a `directory` again, use a new tuner. */
  async close(): Promise<void> {
    // Whoever opens the search hears of its errors.
    await this.#opening?.catch(() => {})
    await this.#opened?.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #open(): OpenSearch {
    if (this.#opened) return this.#opened
    throw studyError('ERR_STUDY_CLOSED', 'The search is not open: call search() or reload() first.')
  }

  /** Opens the search, and builds the model once with its defaults to discover its hyperparameters and metrics. */
  async #discover(): Promise<void> {
    await this.reload()
    if (this.hypermodel === noHyperModel) return
    await this.#backend.select()
    if (this.#metrics) return
    this.#metrics = await discoverSpace(this.study, this.hypermodel, this.#options)
    this.#notice(misspeltText(this.#options.hyperparameters, this.study.snapshot))
  }

  #notice(text: string | undefined): void {
    if (text !== undefined) this.study.notice(text)
  }

  async #train(trial: TunerTrial, args: readonly unknown[]): Promise<TrialResult> {
    const { study, checkpoints } = this.#open()
    const [data, searchArgs] = readSearchCall(args)
    const { value, metrics } = await runTrial(trial, {
      checkpoints,
      data,
      args: searchArgs,
      hypermodel: this.hypermodel,
      objective: this.objective,
      options: this.#options,
      plan: this.#plan,
      backend: this.#backend,
      snapshot: () => study.snapshot,
      notice: (text) => study.notice(text),
    })
    return { ...metrics, [this.objective.name]: value }
  }

  get #runsOwnTrials(): boolean {
    return this.runTrial !== Tuner.prototype.runTrial
  }

  /** Whether the user overrides the training, so that its metrics are unknown. */
  get #reportsAnything(): boolean {
    return this.#runsOwnTrials || hasOwnFit(this.hypermodel)
  }

  async #valueOf(trial: Trial, args: readonly unknown[]): Promise<number> {
    const { snapshot } = this.study
    const hyperparameters = trialHyperParameters(trial, this.#options, branchedNames(snapshot))
    const key = foldIn(trainingKey(snapshot, trial.number), 'trial')
    const result = await withKey(key, async () => this.runTrial(tunerTrial(trial, hyperparameters), ...args))
    if (!isSeeded()) this.#notice(replacedText(`trial ${trial.number}`))
    const { value, metrics } = readResult(result, this.objective, 'runTrial')
    if (Object.keys(metrics).length > 0) trial.annotate('metrics', metrics)
    return value
  }
}
