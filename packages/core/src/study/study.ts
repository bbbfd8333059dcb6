import { SweetspotError } from '../errors.ts'
import type { Storage, StudyId } from '../journal/storage.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { paretoFront } from '../pareto/dominance.ts'
import type { Pruner } from '../pruners/pruner.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { widen } from '../space/discover.ts'
import { checkName, type Json, toJson } from '../space/json-value.ts'
import type { Parameter } from '../space/parameter.ts'
import { parameterJson, parameterKey } from '../space/parameter-json.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import { validateParams } from '../space/validate.ts'
import type { Directions } from '../trial/direction.ts'
import {
  type CompletedTrial,
  type FinishedTrial,
  isFinished,
  type Outcome,
  type RunningTrial,
  type TrialRecord,
} from '../trial/trial-record.ts'
import type { Clock } from './clock.ts'
import type { Executor } from './executor.ts'
import { JournalWriter } from './journal-writer.ts'
import { LiveTrials } from './live-trials.ts'
import { reclaimLostTrials } from './lost-trials.ts'
import type { StudyObserver } from './observer.ts'
import { type Objective, type OptimizeOptions, type OptimizeResult, optimize } from './optimize.ts'
import { type ObjectiveResult, outcomeOf, toValues } from './outcome.ts'
import { suggestTrial } from './suggest-trial.ts'
import type { Trial } from './trial.ts'

/** How often dead owners of running trials are looked for, in milliseconds. */
const RECLAIM_INTERVAL = 5_000

/** How a trial ended, as a caller of `tell` may put it: values, or that it was pruned or failed. */
export type Told<M extends string> =
  | ObjectiveResult<M>
  | { readonly state: 'pruned' }
  | { readonly state: 'failed'; readonly error?: string }

/** What a study is made of; `createStudy` puts it together. */
export interface StudyParts {
  readonly storage: Storage
  readonly id: StudyId
  readonly snapshot: StudySnapshot
  readonly sampler: Sampler
  readonly pruner: Pruner | undefined
  readonly clock: Clock
  readonly owner: string
  readonly maxAttempts: number
  readonly observers: readonly StudyObserver[]
  readonly closeStorage: boolean
}

/**
 * One optimisation with its journal. `P` is the type of its params, `M` the names of its metrics. Made by
 * `createStudy`. All changes go through here; everything shown is a function of {@link Study.snapshot}.
 */
export class Study<P = Params, M extends string = string> {
  readonly #parts: StudyParts
  readonly #writer: JournalWriter
  readonly #live: LiveTrials
  readonly #observers: Set<StudyObserver>
  #stopHeartbeat: (() => void) | undefined
  #reclaimedAt = 0
  #closed = false

  constructor(parts: StudyParts) {
    this.#parts = parts
    this.#writer = new JournalWriter(parts.storage, parts.id, parts.snapshot)
    this.#observers = new Set(parts.observers)
    const { pruner, clock, sampler } = parts
    this.#live = new LiveTrials(this.#writer, pruner, clock, sampler.exhaustive ?? false, ({ trial, measurement }) => {
      for (const observer of this.#observers) observer.trialReported?.(trial, measurement, this.snapshot)
    })
  }

  /** The study as far as this process knows it; see {@link Study.refresh}. */
  get snapshot(): StudySnapshot {
    return this.#writer.snapshot
  }

  get name(): string {
    return this.snapshot.name
  }

  get directions(): Directions {
    return this.snapshot.directions
  }

  get space(): SearchSpace<P> {
    return this.snapshot.space as SearchSpace<P>
  }

  get sampler(): Sampler {
    return this.#parts.sampler
  }

  /** All trials by number. */
  get trials(): readonly TrialRecord<P>[] {
    return [...this.snapshot.trials] as TrialRecord<P>[]
  }

  /**
   * The completed trial with the best value of a study of one metric.
   *
   * @throws ERR_NO_COMPLETED_TRIALS, ERR_MULTIPLE_OBJECTIVES
   */
  get best(): CompletedTrial<P> & { readonly value: number } {
    const { best, metrics } = this.snapshot
    if (metrics.length > 1) {
      throw new SweetspotError('ERR_MULTIPLE_OBJECTIVES', `This study has the metrics ${metrics.join(', ')}.`)
    }
    if (!best) throw new SweetspotError('ERR_NO_COMPLETED_TRIALS', `No trial of ${this.name} has completed yet.`)
    return { ...(best as CompletedTrial<P>), value: best.values[metrics[0] as string] as number }
  }

  /** The completed trials that no other one is better than in every metric: the Pareto front. */
  get bestTrials(): readonly CompletedTrial<P>[] {
    return paretoFront(this.snapshot) as CompletedTrial<P>[]
  }

  /** Reads what other processes have written since. */
  refresh(): Promise<StudySnapshot> {
    return this.#writer.refresh()
  }

  /**
   * Starts the next trial: one that is waiting, else one with suggested params.
   *
   * @param options.detached - The result will be told from elsewhere, maybe by another process, at any time: the trial
   * is never taken for lost.
   * @throws ERR_SPACE_EXHAUSTED when everything has been tried
   */
  async ask(options: { readonly detached?: boolean } = {}): Promise<Trial<P, M>> {
    this.#checkOpen()
    await this.#writer.refresh()
    if (this.#parts.clock.now() - this.#reclaimedAt >= RECLAIM_INTERVAL) await this.reclaim()
    if (!options.detached) await this.#appear()
    const { sampler, clock } = this.#parts
    const owner = options.detached ? null : this.#parts.owner
    const number = await this.#writer.commit(async (snapshot) => {
      const waiting = snapshot.firstWaiting
      const { params, account, attributes } = await suggestTrial(snapshot, sampler, waiting)
      const event: StudyEvent = {
        type: 'trial-started',
        number: waiting?.number ?? snapshot.trials.next,
        attempt: (waiting?.attempt ?? 0) + 1,
        params,
        ...(account && { suggestion: account }),
        ...(attributes && { attributes }),
        owner,
        at: clock.now(),
      }
      return { events: [event], result: event.number }
    })
    const record = this.snapshot.trials.get(number) as RunningTrial
    for (const observer of this.#observers) observer.trialStarted?.(record, this.snapshot)
    return this.#live.open<P, M>(record)
  }

  /**
   * Records how a trial ended. Telling the same again is answered like the first time, so that it may be repeated when
   * in doubt.
   *
   * @param trial - What `ask` gave, or a number.
   * @param result - The value of the metric, values by name, or `{ state: 'pruned' }` or `{ state: 'failed', error }`.
   * @throws ERR_TRIAL_NOT_FOUND, ERR_TRIAL_NOT_RUNNING, ERR_STALE_ATTEMPT, ERR_RESULT_CONFLICT, ERR_INVALID_VALUE
   */
  tell(trial: Trial<P, M> | number, result: Told<M>): Promise<FinishedTrial<P>> {
    return this.settle(trial, toOutcome(result, this.snapshot.metrics))
  }

  /** {@link Study.tell} for an outcome that is made already, by an executor. */
  async settle(trial: Trial<P, M> | number, outcome: Outcome): Promise<FinishedTrial<P>> {
    this.#checkOpen()
    const number = typeof trial === 'number' ? trial : trial.number
    await this.#live.flush()
    if (!isFinished(this.#existing(number))) await this.#writer.refresh()
    const { clock } = this.#parts
    const told = await this.#writer.commit((snapshot) => {
      const record = snapshot.trials.get(number)
      if (!record) throw new SweetspotError('ERR_TRIAL_NOT_FOUND', `There is no trial ${number}.`)
      const attempt = typeof trial === 'number' ? record.attempt : trial.attempt
      if (record.attempt !== attempt) {
        throw new SweetspotError(
          'ERR_STALE_ATTEMPT',
          `Trial ${number} is at attempt ${record.attempt}, not ${attempt}.`,
        )
      }
      if (isFinished(record)) {
        if (sameOutcome(record, outcome)) return { events: [], result: false }
        throw new SweetspotError('ERR_RESULT_CONFLICT', `Trial ${number} has ${record.state} already.`)
      }
      if (record.state !== 'running')
        throw new SweetspotError('ERR_TRIAL_NOT_RUNNING', `Trial ${number} is ${record.state}.`)
      const event = {
        type: 'trial-finished',
        number,
        attempt,
        outcome,
        ...this.#live.traceOf(record),
        at: clock.now(),
      } as const
      return { events: [event], result: true }
    })
    this.#live.close(number)
    const record = this.snapshot.trials.get(number) as FinishedTrial<P>
    if (told) for (const observer of this.#observers) observer.trialFinished?.(record as FinishedTrial, this.snapshot)
    return record
  }

  /** Puts a running trial back into the queue, to be run again with the same params. */
  async requeue(trial: Trial<P, M>, reason: 'retry' | 'aborted', error?: string): Promise<void> {
    const { number, attempt } = trial
    await this.#live.flush()
    await this.#writer.commit((snapshot) => {
      const record = snapshot.trials.get(number)
      if (record?.state !== 'running' || record.attempt !== attempt) return { events: [], result: undefined }
      const at = this.#parts.clock.now()
      return {
        events: [{ type: 'trial-requeued', number, attempt, reason, ...(error && { error }), at }],
        result: undefined,
      }
    })
    this.#live.close(number)
  }

  /**
   * Adds a trial to the queue of those to be run before any suggestion.
   *
   * @param params - All params, or some: the sampler chooses the rest.
   * @returns The number of the trial.
   * @throws ERR_INVALID_PARAMS
   */
  async enqueue(
    params: Partial<P>,
    options: { readonly attributes?: { readonly [name: string]: unknown } } = {},
  ): Promise<number> {
    this.#checkOpen()
    const attributes = attributesFrom(options.attributes)
    return this.#writer.commit((snapshot) => {
      const checked = snapshot.declared
        ? validateParams(snapshot.space, params, { partial: true })
        : (toJson(params, 'Params') as Params)
      const number = snapshot.trials.next
      return {
        events: [{ type: 'trial-enqueued', number, params: checked, ...attributes, at: this.#parts.clock.now() }],
        result: number,
      }
    })
  }

  /**
   * Makes parameters known to a study whose space is defined by running, before a trial asks for them, so that the first
   * suggestions cover them too.
   *
   * @throws ERR_PARAMETER_CONFLICT where one is known differently, or the space is declared
   */
  async discover(parameters: { readonly [name: string]: Parameter }): Promise<void> {
    this.#checkOpen()
    if (this.snapshot.declared)
      throw new SweetspotError('ERR_PARAMETER_CONFLICT', `The space of ${this.name} is declared.`)
    const entries = Object.entries(parameters).map(
      ([name, parameter]) => [checkName(name, 'A parameter'), parameter] as const,
    )
    await this.#writer.commit(({ discovery: { parameters: known } }) => {
      const found = entries.filter(([name, parameter]) => {
        const former = known.get(name)
        return !former || parameterKey(widen(name, former, parameter)) !== parameterKey(former)
      })
      const json = Object.fromEntries(found.map(([name, parameter]) => [name, parameterJson(parameter)]))
      const event = { type: 'space-discovered', found: json, at: this.#parts.clock.now() } as const
      return { events: found.length > 0 ? [event] : [], result: undefined }
    })
  }

  /**
   * Adds a finished trial from elsewhere, so that samplers learn from it.
   *
   * @throws ERR_INVALID_PARAMS, ERR_INVALID_VALUE, ERR_SPACE_REQUIRED where no parameter is known yet
   */
  async add(
    params: P,
    result: Told<M>,
    options: { readonly attributes?: { readonly [name: string]: unknown } } = {},
  ): Promise<number> {
    this.#checkOpen()
    const outcome = toOutcome(result, this.snapshot.metrics)
    const attributes = attributesFrom(options.attributes)
    return this.#writer.commit((snapshot) => {
      if (snapshot.space.dimensions.length === 0 && !snapshot.declared) {
        throw new SweetspotError('ERR_SPACE_REQUIRED', 'Params can only be added to a study that knows its parameters.')
      }
      const checked = validateParams(snapshot.space, params)
      const number = snapshot.trials.next
      return {
        events: [{ type: 'trial-added', number, params: checked, outcome, ...attributes, at: this.#parts.clock.now() }],
        result: number,
      }
    })
  }

  /** Attaches JSON values to the study, or to a trial given by its number. */
  async annotate(attributes: { readonly [name: string]: unknown }, number?: number): Promise<void> {
    this.#checkOpen()
    const checked = attributesFrom(attributes).attributes ?? {}
    const at = this.#parts.clock.now()
    await this.#writer.commit(() => {
      if (number === undefined)
        return { events: [{ type: 'study-annotated', attributes: checked, at }], result: undefined }
      this.#existing(number)
      return { events: [{ type: 'trial-annotated', number, attributes: checked, at }], result: undefined }
    })
  }

  /**
   * Replaces the result of a finished trial; the journal keeps the old one.
   *
   * @throws ERR_TRIAL_NOT_FOUND, ERR_INVALID_ARGUMENT for a trial that is not finished
   */
  async correct(number: number, result: Told<M>, reason: string): Promise<void> {
    this.#checkOpen()
    const outcome = toOutcome(result, this.snapshot.metrics)
    await this.#writer.commit(() => {
      if (!isFinished(this.#existing(number))) {
        throw new SweetspotError(
          'ERR_INVALID_ARGUMENT',
          `Trial ${number} is not finished, so there is nothing to correct.`,
        )
      }
      return {
        events: [{ type: 'trial-corrected', number, outcome, reason, at: this.#parts.clock.now() }],
        result: undefined,
      }
    })
  }

  /** Removes a trial from the study; its number is not used again, and the journal keeps it. */
  async delete(number: number): Promise<void> {
    this.#checkOpen()
    await this.#writer.commit(() => {
      this.#existing(number)
      return { events: [{ type: 'trial-deleted', number, at: this.#parts.clock.now() }], result: undefined }
    })
  }

  /**
   * Runs trials until a limit is reached.
   *
   * @param objective - Computes the value of a trial's params; or an executor that runs it elsewhere.
   * @returns Why it ended; being aborted or out of combinations is an end, not an error.
   * @throws What the objective throws, unless `catch` says otherwise; ERR_TOO_MANY_FAILURES
   */
  optimize(objective: Objective<P, M> | Executor<P, M>, options: OptimizeOptions<P> = {}): Promise<OptimizeResult> {
    this.#checkOpen()
    return optimize(this, objective, options, this.#parts.clock, (text) => this.notice(text))
  }

  /** Aborts the signal of a trial that this process is running. */
  interrupt(trial: Trial<P, M>, reason: unknown): void {
    this.#live.abort(trial.number, reason)
  }

  /** Takes trials back from processes that died, to be run again. Done at opening and now and then by `ask`. */
  async reclaim(): Promise<void> {
    const { storage, owner, maxAttempts, clock } = this.#parts
    const now = clock.now()
    this.#reclaimedAt = now
    const lost = await this.#writer.commit(async (snapshot) => {
      const events = await reclaimLostTrials(snapshot, storage.presence, owner, maxAttempts, now)
      return { events, result: events }
    })
    for (const event of lost) {
      if (event.type === 'trial-requeued')
        this.notice(`Trial ${event.number} was lost with its process and will be run again.`)
      if (event.type === 'trial-finished')
        this.notice(`Trial ${event.number} has failed: its process died ${event.attempt} times.`)
    }
  }

  /** Adds an observer; the result removes it. */
  observe(observer: StudyObserver): () => void {
    this.#observers.add(observer)
    return () => this.#observers.delete(observer)
  }

  /** Passes a sentence to the observers. */
  notice(text: string): void {
    for (const observer of this.#observers) observer.notice?.(text)
  }

  /** Writes what is pending and leaves the study. Trials still running count as lost for the next who opens it. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#live.flush()
    this.#stopHeartbeat?.()
    const { storage, owner, closeStorage } = this.#parts
    await storage.presence.leave(owner)
    if (closeStorage) await storage.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #existing(number: number): TrialRecord {
    const trial = this.snapshot.trials.get(number)
    if (!trial) throw new SweetspotError('ERR_TRIAL_NOT_FOUND', `There is no trial ${number}.`)
    return trial
  }

  #checkOpen(): void {
    if (this.#closed) throw new SweetspotError('ERR_STUDY_CLOSED', `The study ${this.name} has been closed.`)
  }

  /** Becomes known as alive, before the first trial is owned. */
  async #appear(): Promise<void> {
    if (this.#stopHeartbeat) return
    const { storage, clock, owner } = this.#parts
    const { presence } = storage
    const schedule = () => {
      this.#stopHeartbeat = clock.after(presence.interval, () => {
        presence.beat(owner).then(schedule, schedule)
      })
    }
    await presence.beat(owner)
    if (!this.#closed) schedule()
  }
}

function toOutcome(result: unknown, metrics: readonly string[]): Outcome {
  const state = typeof result === 'object' && result !== null && 'state' in result ? result.state : undefined
  if (state === 'pruned') return { state }
  if (state === 'failed') {
    const { error } = result as { error?: unknown }
    return {
      state,
      reason: 'error',
      ...(error === undefined ? {} : { error: String(error).toWellFormed().slice(0, 10_000) }),
    }
  }
  return outcomeOf(toValues(result, metrics))
}

function sameOutcome(record: FinishedTrial, outcome: Outcome): boolean {
  const values = 'values' in record ? Object.entries(record.values ?? {}) : []
  const told = 'values' in outcome ? (outcome.values ?? {}) : {}
  return record.state === outcome.state && values.every(([metric, value]) => Object.is(value, told[metric]))
}

function attributesFrom(given: { readonly [name: string]: unknown } | undefined): {
  attributes?: { [name: string]: Json }
} {
  if (given === undefined) return {}
  const entries = Object.entries(given).map(([name, value]) => {
    return [checkName(name, 'An attribute'), toJson(value, `The attribute ${name}`)] as const
  })
  return { attributes: Object.fromEntries(entries) }
}
