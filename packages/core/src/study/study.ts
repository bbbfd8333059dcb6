/// <reference lib="esnext.disposable" preserve="true" />
import { bestTrial } from '../analysis/best-trial.ts'
import type { PredictionOptions } from '../analysis/prediction.ts'
import type { Recommendation, RecommendationOptions } from '../analysis/recommendation.ts'
import { type TrialsTable, trialsTable } from '../analysis/trials-table.ts'
import { checkArgument, invalidArgument } from '../arguments/argument.ts'
import { optionsReader } from '../arguments/options.ts'
import { plainCopy } from '../arguments/plain-object.ts'
import { isSignal } from '../arguments/shape.ts'
import { type SweetspotError, studyError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { StudyStatus } from '../journal/study-status.ts'
import type { Expectation } from '../models/objective-model.ts'
import { paretoFront } from '../pareto/dominance.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { checkName } from '../space/json-value.ts'
import { checkedParameter } from '../space/parameters/checked-parameter.ts'
import type { Parameter } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { OutcomeConstraints } from '../trial/constraint.ts'
import type { Directions } from '../trial/direction.ts'
import type { CompletedTrial, EndedTrial, TrialRecord } from '../trial/trial-record.ts'
import { add } from './adding/add.ts'
import { addTrials } from './adding/add-trials.ts'
import { type AddOptions, addedTrial } from './adding/added-trial.ts'
import { toAttributes } from './adding/attributes.ts'
import { enqueue } from './adding/enqueue.ts'
import type { EnqueueOptions } from './adding/enqueue-options.ts'
import { type GivenTrial, trialsToAdd } from './adding/given-trial.ts'
import { type AskOptions, checkedAskOptions } from './asking/ask-options.ts'
import { doubtsAbout } from './asking/given-params.ts'
import type { TotalTrials } from './asking/total-trials.ts'
import { Attempts } from './attempts/attempts.ts'
import { cancel, setExcluded, setStatus } from './decisions/control.ts'
import type { Decision } from './decisions/decision.ts'
import { discover } from './decisions/discover.ts'
import { annotate, correct, remove } from './decisions/edit.ts'
import { liveTrial } from './live/live-trial.ts'
import type { Trial } from './live/trial.ts'
import { Changes } from './observing/changes.ts'
import { checkObserver } from './observing/check-observer.ts'
import type { StudyObserver } from './observing/observer.ts'
import { tellObservers } from './observing/observer-feed.ts'
import type { StudyChange } from './observing/written.ts'
import { outcomeOfResult, type TrialResult } from './results/outcome.ts'
import type { Executor } from './run/executor.ts'
import type { Objective } from './run/objective.ts'
import { optimize } from './run/optimize.ts'
import type { OptimizeOptions, OptimizeResult } from './run/optimize-options.ts'
import { unknownConstraintsText } from './unknown-constraints.ts'
import { JournalWriter } from './writing/journal-writer.ts'
import type { StudyModels } from './writing/study-models.ts'
import type { StudyParts } from './writing/study-parts.ts'

/**
 * An optimisation and its journal, created by `createStudy`.
 *
 * All changes go through its methods, and all its properties derive from {@link Study.snapshot}.
 *
 * Every method that changes the study rejects with ERR_STUDY_CLOSED after `close`, and with ERR_STORAGE or a similar
 * error if the storage fails. Changes that were acknowledged before stay.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export class Study<P = Params, M extends string = string, C extends string = never> {
  readonly #parts: StudyParts
  readonly #writer: JournalWriter
  readonly #attempts: Attempts
  readonly #changes = new Changes()
  readonly #closed = new AbortController()
  #closing: Promise<void> | undefined

  constructor(parts: StudyParts) {
    this.#parts = parts
    this.#writer = new JournalWriter(parts, (written) => {
      if (!written.own) this.#adopt(written)
      tellObservers(parts.observers, parts.owner, written)
      this.#changes.tell({ events: written.events, snapshot: written.snapshot })
    })
    this.#attempts = new Attempts(parts, this.#writer, this.#changes)
  }

  /** The latest snapshot that this process has read; see {@link Study.refresh}. */
  get snapshot(): StudySnapshot {
    return this.#writer.snapshot
  }

  /** The name of the study. */
  get name(): string {
    return this.snapshot.name
  }

  /** The direction of each metric, by name. */
  get directions(): Directions {
    return this.snapshot.directions
  }

  /** The outcome constraints, by name. */
  get constraints(): OutcomeConstraints {
    return this.snapshot.constraints
  }

  /** The declared space; otherwise the space that trials have asked for so far. */
  get space(): SearchSpace<P> {
    return this.snapshot.space as SearchSpace<P>
  }

  /** The sampler of this process. */
  get sampler(): Sampler {
    return this.#parts.sampler
  }

  /** All trials except deleted ones, ordered by number. */
  get trials(): readonly TrialRecord<P, M, C>[] {
    return [...this.snapshot.trials] as TrialRecord<P, M, C>[]
  }

  /** Returns all trials as flat rows and as CSV text; see {@link trialsTable}. */
  toTable(): TrialsTable {
    return trialsTable(this.snapshot)
  }

  /**
   * The best completed trial of a study of one metric.
   *
   * Only trials that meet all constraints and fit the current declared space count. Among equal values, the trial that
   * finished first wins.
   *
   * @throws ERR_NO_COMPLETED_TRIALS, ERR_NO_FEASIBLE_TRIALS, ERR_MULTIPLE_OBJECTIVES
   */
  get best(): CompletedTrial<P, M, C> & { readonly value: number } {
    return bestTrial(this.snapshot) as CompletedTrial<P, M, C> & { readonly value: number }
  }

  /**
   * The Pareto front, ordered by number.
   *
   * It has the completed trials that meet all constraints, fit the current declared space and are not dominated by
   * another such trial.
   */
  get bestTrials(): readonly CompletedTrial<P, M, C>[] {
    return paretoFront(this.snapshot) as readonly CompletedTrial[] as readonly CompletedTrial<P, M, C>[]
  }

  /**
   * The model's prediction for `params`; see {@link prediction}.
   *
   * @throws ERR_INVALID_PARAMS, ERR_UNKNOWN_METRIC, ERR_INVALID_ARGUMENT; ERR_NO_MODEL if the study was created by
   *   `sweetspot/random`
   */
  predict(params: P, options?: PredictionOptions<M>): Expectation | undefined {
    return this.#models().prediction(this.snapshot, params as Params, options)
  }

  /**
   * The recommended trial, with a credible interval of its true value; see {@link recommendation}.
   *
   * If results are noisy, it is the trial with the best expected value, which need not be the one with the best
   * observed value. Trials that are not distinguishable from it are listed.
   *
   * @throws ERR_NO_COMPLETED_TRIALS, ERR_NO_FEASIBLE_TRIALS, ERR_MULTIPLE_OBJECTIVES unless a metric is chosen,
   *   ERR_UNKNOWN_METRIC, ERR_INVALID_ARGUMENT; ERR_NO_MODEL if the study was created by `sweetspot/random`
   */
  recommend(options?: RecommendationOptions<M>): Recommendation<P, M, C> {
    return this.#models().recommendation(this.snapshot, options) as Recommendation<P, M, C>
  }

  /** Reads the latest events of other processes and returns the new snapshot. */
  refresh(): Promise<StudySnapshot> {
    return this.#writer.refresh()
  }

  /**
   * Starts the next trial.
   *
   * It is the trial that the scheduler resumes, by default the first one in the queue. If there is none, the sampler
   * suggests a new one.
   *
   * @param options.detached - Whether the result may be told at any time and by any process. A detached trial is never
   *   reclaimed as lost. Default: false.
   * @param options.totalTrials - Starts no trial if the study already has this many, in total or in a state. The limit
   *   is exact even if several processes ask at once.
   * @returns The trial, or undefined if the study already has `totalTrials`.
   * @throws ERR_SPACE_EXHAUSTED if every combination has been tried; ERR_STUDY_PAUSED, ERR_STUDY_STOPPED;
   *   ERR_INFEASIBLE_SPACE; ERR_CALLBACK_FAILED if the sampler or the scheduler throws, unless it throws a
   *   SweetspotError; ERR_INVALID_ARGUMENT for an invalid answer of either
   */
  async ask(options: {
    readonly detached?: boolean
    readonly totalTrials: TotalTrials
  }): Promise<Trial<P, M> | undefined>
  async ask(options?: { readonly detached?: boolean }): Promise<Trial<P, M>>
  async ask(options?: AskOptions): Promise<Trial<P, M> | undefined> {
    this.#checkOpen()
    const { detached, totalTrials } = checkedAskOptions(options)
    const started = await this.#attempts.begin(totalTrials, { detached })
    if (typeof started === 'object') return liveTrial<P, M>(started.spec, started.host)
    if (started !== 'paused' && started !== 'stopped') return undefined
    const code = started === 'paused' ? 'ERR_STUDY_PAUSED' : 'ERR_STUDY_STOPPED'
    throw studyError(code, `The study ${this.name} is ${started}, so no trial is started.`)
  }

  /**
   * Records the result of a trial.
   *
   * Telling the same result again has no effect, so it is safe to repeat the call.
   *
   * @param trial - The trial returned by `ask`, or a number for the latest attempt of that trial.
   * @param result - The value of the metric, or values of metrics and constraints by name; `{ state: 'pruned' }`,
   *   optionally with the last `value` or `values`; or `{ state: 'failed', error, reason }`. Default of `reason`:
   *   `error`.
   * @throws ERR_INVALID_ARGUMENT for an invalid trial, ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC; ERR_TRIAL_NOT_FOUND,
   *   ERR_TRIAL_NOT_RUNNING, ERR_STALE_ATTEMPT, ERR_RESULT_CONFLICT
   */
  async tell(trial: Trial<P, M> | number, result: TrialResult<M, C>): Promise<EndedTrial<P, M, C>> {
    this.#checkOpen()
    const attempt = typeof trial === 'number' ? { number: trial } : trial
    return (await this.#attempts.finish(attempt, outcomeOfResult(result, this.snapshot))) as EndedTrial<P, M, C>
  }

  /**
   * Puts a running trial back into the queue, to run again with the same params.
   *
   * @returns False if this attempt is no longer running.
   * @throws ERR_INVALID_ARGUMENT for an invalid trial or reason
   */
  async requeue(trial: Trial<P, M>, reason: 'retry' | 'aborted', error?: string): Promise<boolean> {
    this.#checkOpen()
    checkArgument('the reason', reason, reason === 'retry' || reason === 'aborted', "'retry' or 'aborted'")
    return this.#attempts.requeue(trial, reason, reasonText(error))
  }

  /**
   * Adds a trial to the queue, which runs before any suggestion.
   *
   * Given params are never replaced. The trial fails with the reason `invalid-params` if they no longer fit the
   * declared space when it starts, or if, in a define-by-run space, a given value lies outside the range that the
   * objective asks for.
   *
   * @param params - All params or some of them. The sampler chooses the rest.
   * @param options.skipIfTried - Adds no trial if one in any state, including waiting, running and failed, already has
   *   these values. Default: false.
   * @returns The number of the trial; with `skipIfTried`, the number of the first trial that already has these values.
   * @throws ERR_INVALID_PARAMS for params that do not fit a declared space; ERR_INFEASIBLE_SPACE if no params with
   *   these values satisfy its constraints
   */
  async enqueue(params: Partial<P>, options?: EnqueueOptions): Promise<number> {
    this.#checkOpen()
    const { attributes, skipIfTried = false } = readEnqueueOptions(options)
    checkArgument('skipIfTried', skipIfTried, typeof skipIfTried === 'boolean', 'true or false')
    const queued = { skipIfTried, ...(attributes && { attributes: toAttributes(attributes) }) }
    if (skipIfTried) await this.#writer.refresh()
    const number = await this.#write((snapshot, at) => enqueue(snapshot, params, queued, at))
    const { hasDeclaredSpace, discovery, trials } = this.snapshot
    const queuedTrial = trials.get(number)
    const given = queuedTrial?.state === 'waiting' ? queuedTrial.given : undefined
    if (given && !hasDeclaredSpace)
      for (const doubt of doubtsAbout(discovery, number, given as Params)) this.notice(doubt)
    return number
  }

  /**
   * Declares parameters of a define-by-run space before a trial asks for them.
   *
   * The first suggestions then cover them too. A known range is replaced, as if a trial asked for the new one.
   *
   * @throws ERR_PARAMETER_CONFLICT if the space is declared
   */
  async discover(parameters: { readonly [name: string]: Parameter }): Promise<void> {
    this.#checkOpen()
    const named = plainCopy(parameters)
    if (!named) throw invalidArgument('the parameters', parameters, 'an object of parameters by name')
    const entries = Object.entries(named).map(
      ([name, parameter]) => [checkName(name, 'A parameter'), checkedParameter(name, parameter)] as const,
    )
    await this.#write((snapshot, at) => discover(snapshot, entries, at))
  }

  /**
   * Adds a trial that ran outside the study.
   *
   * Samplers learn from its result, pruners from its curve, and cost models from its times.
   *
   * @param result - A result as for {@link Study.tell}; `{ state: 'waiting' }` for a trial to run here; or `{ state:
   *   'running' }` for one that runs elsewhere and is told by its number.
   * @returns The number of the trial.
   * @throws ERR_INVALID_PARAMS, ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC; ERR_INVALID_ARGUMENT if times are not in order
   *   or a step is measured twice; ERR_SPACE_REQUIRED if no parameter is known yet
   */
  async add(
    params: P,
    result: TrialResult<M, C> | { readonly state: 'waiting' } | { readonly state: 'running' },
    options?: AddOptions,
  ): Promise<number> {
    this.#checkOpen()
    const added = addedTrial(result, options, this.snapshot, this.#parts.clock.now())
    return this.#write((snapshot, at) => add(snapshot, params, added, at))
  }

  /**
   * Adds trials of another study or table in one write: all of them, or none if one is invalid.
   *
   * Their times, curves, suggestions, attributes, failures and exclusions are kept; they get new numbers. Unfinished
   * trials are put into the queue.
   *
   * @param trials - Records of another study, such as `old.trials`; or plain objects of `params` and `value` or
   *   `values`.
   * @returns The numbers of the trials, in the order given.
   * @throws ERR_INVALID_PARAMS, ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC, ERR_INVALID_ARGUMENT, ERR_INVALID_NAME,
   *   ERR_INVALID_JSON, ERR_INFEASIBLE_SPACE; ERR_SPACE_REQUIRED if no parameter is known yet
   *
   * @example
   * ```ts
   * await study.addTrials(old.trials)
   * await study.addTrials(rows.map(({ rate, loss }) => ({ params: { rate }, value: loss })))
   * ```
   */
  async addTrials(trials: Iterable<TrialRecord | GivenTrial<P, M, C>>): Promise<readonly number[]> {
    this.#checkOpen()
    const given = trialsToAdd(trials, this.snapshot, this.#parts.clock.now())
    return this.#write((snapshot, at) => addTrials(snapshot, given, at))
  }

  /**
   * Attaches JSON values to the study, or to the trial with this number. Values of the same name are replaced.
   *
   * @throws ERR_TRIAL_NOT_FOUND, ERR_INVALID_NAME, ERR_INVALID_JSON
   */
  async annotate(attributes: { readonly [name: string]: unknown }, number?: number): Promise<void> {
    this.#checkOpen()
    const checked = toAttributes(attributes)
    await this.#edit(number, (snapshot, at) => annotate(snapshot, number, checked, at))
  }

  /**
   * Replaces the result of a finished trial. The journal keeps the old one.
   *
   * @param reason - For people who read the journal.
   * @throws ERR_TRIAL_NOT_FOUND, ERR_INVALID_VALUE, ERR_INVALID_ARGUMENT if the trial is not finished
   */
  async correct(number: number, result: TrialResult<M, C>, reason: string): Promise<void> {
    this.#checkOpen()
    const outcome = outcomeOfResult(result, this.snapshot)
    await this.#edit(number, (snapshot, at) => correct(snapshot, number, outcome, reasonText(reason) ?? '', at))
  }

  /**
   * Removes a trial from the study.
   *
   * The journal keeps it, and its number is not reused. A running trial is stopped through its signal.
   *
   * @throws ERR_TRIAL_NOT_FOUND
   */
  async delete(number: number): Promise<void> {
    this.#checkOpen()
    await this.#edit(number, (snapshot, at) => remove(snapshot, number, at))
    this.#attempts.sweep()
  }

  /**
   * Pauses the study: no process starts a trial until {@link Study.resume} is called.
   *
   * Running trials continue, and calls of {@link Study.optimize} wait.
   *
   * @param reason - For people who read the journal.
   */
  async pause(reason?: string): Promise<void> {
    await this.#setStatus('paused', reason)
  }

  /** Allows trials to start again after {@link Study.pause} or {@link Study.stop}. */
  async resume(): Promise<void> {
    await this.#setStatus('active', undefined)
  }

  /**
   * Stops the study: no process starts a trial until {@link Study.resume} is called.
   *
   * Running trials are finished, and calls of {@link Study.optimize} end.
   *
   * @param reason - For people who read the journal.
   */
  async stop(reason?: string): Promise<void> {
    await this.#setStatus('stopped', reason)
  }

  /**
   * Cancels a waiting, running or paused trial of any process.
   *
   * It fails with the reason `cancelled`, and samplers ignore it. The signal of a running trial
   * is aborted.
   *
   * @returns False if the trial has already finished.
   * @throws ERR_TRIAL_NOT_FOUND
   */
  async cancel(number: number, reason?: string): Promise<boolean> {
    this.#checkOpen()
    const why = reasonText(reason)
    const isNew = await this.#edit(number, (snapshot, at) => cancel(snapshot, number, why, at))
    this.#attempts.sweep()
    const record = this.snapshot.trials.get(number)
    // A result that was written in between takes precedence.
    return isNew && record?.state === 'failed' && record.reason === 'cancelled'
  }

  /**
   * Excludes a trial: samplers, pruners and models ignore it, and it is no longer the best.
   *
   * It stays in the record.
   *
   * @throws ERR_TRIAL_NOT_FOUND
   */
  async exclude(number: number, reason?: string): Promise<void> {
    this.#checkOpen()
    const why = reasonText(reason)
    await this.#edit(number, (snapshot, at) => setExcluded(snapshot, number, true, why, at))
  }

  /**
   * Undoes {@link Study.exclude}.
   *
   * @throws ERR_TRIAL_NOT_FOUND
   */
  async include(number: number): Promise<void> {
    this.#checkOpen()
    await this.#edit(number, (snapshot, at) => setExcluded(snapshot, number, false, undefined, at))
  }

  /**
   * Iterates over the changes of the study from now on, each with the snapshot after it.
   *
   * Changes by other processes are read soon after they are written, until the iteration ends. A slow reader misses
   * nothing.
   *
   * @param options.signal - Ends the iteration. Closing the study ends it, too.
   */
  changes(options?: { readonly signal?: AbortSignal }): AsyncIterableIterator<StudyChange> {
    this.#checkOpen()
    const { signal } = readChangesOptions(options)
    checkArgument('signal', signal, signal === undefined || isSignal(signal), 'an AbortSignal')
    const stopFollowing = this.#attempts.follow()
    const ended = signal ? AbortSignal.any([signal, this.#closed.signal]) : this.#closed.signal
    return this.#changes.iterate(ended, stopFollowing)
  }

  /**
   * Runs trials until a limit is reached.
   *
   * @param run - The objective, which computes the value of a trial's params, or an executor that runs it elsewhere.
   * @returns The reason why it ended, and the number of trials. An abort or an exhausted space does not reject.
   * @throws The error of the objective unless `catch` accepts it; ERR_TOO_MANY_FAILURES; ERR_INVALID_ARGUMENT. It
   *   rejects after the other running trials have finished.
   */
  async optimize(run: Objective<P, M, C> | Executor, options?: OptimizeOptions<P, M, C>): Promise<OptimizeResult> {
    this.#checkOpen()
    return optimize(this.#attempts, run, options)
  }

  /** Requeues running trials of processes that died. `ask` does this the first time, and again every few seconds. */
  async reclaim(): Promise<void> {
    this.#checkOpen()
    await this.#attempts.reclaim()
  }

  /**
   * Adds an observer and returns a function that removes it.
   *
   * @throws ERR_INVALID_ARGUMENT unless it is an object with functions of an observer
   */
  observe(observer: StudyObserver): () => void {
    checkObserver('the observer', observer)
    return this.#parts.observers.add(observer)
  }

  /** Sends a notice to the observers; see {@link StudyObserver}. */
  notice(text: string): void {
    checkArgument('a notice', text, typeof text === 'string', 'a text')
    this.#parts.observers.notice(text)
  }

  /**
   * Writes pending events and leaves the study.
   *
   * Aborts the signals of running trials. They count as lost: the next process that asks for a trial requeues them.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(): Promise<void> {
    this.#closed.abort()
    try {
      await this.#attempts.close(this.#closedError())
    } finally {
      if (this.#parts.closeStorage) await this.#parts.storage.close()
    }
  }

  /** Follows changes by other processes. */
  #adopt({ events, snapshot }: StudyChange): void {
    this.#attempts.sweep()
    const unknown = events.some(({ type }) => type === 'space-changed') ? unknownConstraintsText(snapshot) : undefined
    if (unknown !== undefined) this.notice(unknown)
  }

  async #setStatus(status: StudyStatus, reason: string | undefined): Promise<void> {
    this.#checkOpen()
    const why = reasonText(reason)
    await this.#writer.refresh()
    await this.#write((snapshot, at) => setStatus(snapshot, status, why, at))
  }

  /** Writes an event about a trial, after reading the events of other processes. */
  async #edit<T>(number: number | undefined, decide: (snapshot: StudySnapshot, at: number) => Decision<T>): Promise<T> {
    if (number !== undefined) await this.#writer.refresh()
    return this.#write(decide)
  }

  #write<T>(decide: (snapshot: StudySnapshot, at: number) => Decision<T>): Promise<T> {
    return this.#writer.commit((snapshot) => decide(snapshot, this.#parts.clock.now()))
  }

  #models(): StudyModels {
    const { models } = this.#parts
    if (models === undefined)
      throw studyError('ERR_NO_MODEL', 'This study was created by `sweetspot/random`, which has no models.')
    return models
  }

  #closedError(): SweetspotError {
    return studyError('ERR_STUDY_CLOSED', `The study ${this.name} is closed.`)
  }

  #checkOpen(): void {
    if (this.#closing) throw this.#closedError()
  }
}

function reasonText(reason: string | undefined): string | undefined {
  if (reason === undefined) return undefined
  checkArgument('the reason', reason, typeof reason === 'string', 'a text')
  return reason.toWellFormed()
}

const readEnqueueOptions = optionsReader<EnqueueOptions>('enqueue', {
  attributes: ['user_attrs', 'userAttrs'],
  skipIfTried: ['skip_if_exists'],
})
const readChangesOptions = optionsReader<{ readonly signal?: AbortSignal }>('changes', { signal: ['abortSignal'] })
