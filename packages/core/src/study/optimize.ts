import { SweetspotError } from '../errors.ts'
import type { Params } from '../space/params.ts'
import { isBetter } from '../trial/direction.ts'
import type { FinishedTrial } from '../trial/trial-record.ts'
import type { Clock } from './clock.ts'
import type { Execution, Executor } from './executor.ts'
import { inProcessExecutor } from './in-process-executor.ts'
import type { StudyObserver } from './observer.ts'
import type { ObjectiveResult } from './outcome.ts'
import type { Study } from './study.ts'
import type { Trial } from './trial.ts'

/** Computes the value of a trial's params. */
export type Objective<P = Params, M extends string = string> = (
  trial: Trial<P, M>,
) => ObjectiveResult<M> | Promise<ObjectiveResult<M>>

/** Limits of one call of `optimize`; whichever is reached first ends it. Without any it runs until it is aborted. */
export interface OptimizeOptions<P = Params> {
  /** How many trials to run. */
  readonly trials?: number
  /** Until the study has so many finished trials in all, those of earlier calls and other processes included. */
  readonly totalTrials?: number
  /** Start no trial after so many milliseconds; those that run then are finished. */
  readonly timeout?: number
  /** Until a completed trial of a study of one metric is at least this good. */
  readonly target?: number
  /** Stops at once: running trials are interrupted and put back into the queue, to be run when the study goes on. */
  readonly signal?: AbortSignal
  /** How many trials run at the same time; 1 unless given. */
  readonly concurrency?: number
  /** Fail a trial that runs longer than this, in milliseconds, and abort its signal. */
  readonly trialTimeout?: number
  /** How often a trial whose objective throws is tried again with the same params; 0 unless given. Results that are not
   * finite are not tried again. */
  readonly retries?: number
  /** Whether to go on after an objective threw (its trial has failed, then). Unless given, the error ends `optimize`. */
  readonly catch?: boolean | ((error: unknown, trial: FinishedTrial<P>) => boolean)
  /** Give up after so many failed trials in a row. */
  readonly maxConsecutiveFailures?: number
  /** Called after each trial. */
  readonly onTrial?: (trial: FinishedTrial<P>) => void
  /** Told of everything while this call runs. */
  readonly observer?: StudyObserver
}

export interface OptimizeResult {
  readonly reason: 'trials' | 'timeout' | 'target' | 'aborted' | 'exhausted'
  /** How many trials this call finished. */
  readonly finished: number
}

/** See `Study.optimize`. */
export async function optimize<P, M extends string>(
  study: Study<P, M>,
  objective: Objective<P, M> | Executor<P, M>,
  options: OptimizeOptions<P>,
  clock: Clock,
  notice: (text: string) => void,
): Promise<OptimizeResult> {
  checkOptions(options)
  const executor = typeof objective === 'function' ? inProcessExecutor(objective, study.snapshot.metrics) : objective
  const stopObserving = options.observer ? study.observe(options.observer) : () => {}
  const lane = new Lane(study, executor, options, clock)
  const abort = () => lane.abort()
  options.signal?.addEventListener('abort', abort)
  const cancelTimeout =
    options.timeout === undefined ? () => {} : clock.after(options.timeout, () => lane.stop('timeout'))
  try {
    await study.refresh()
    const { declared, space } = study.snapshot
    for (const advice of (declared && study.sampler.advise?.(space, options.trials)) || []) notice(advice)
    if (options.signal?.aborted) lane.stop('aborted')
    await Promise.all(Array.from({ length: options.concurrency ?? 1 }, () => lane.run()))
    return lane.result()
  } finally {
    cancelTimeout()
    options.signal?.removeEventListener('abort', abort)
    stopObserving()
  }
}

/** What the workers of one call share: its limits and how near they are. */
class Lane<P, M extends string> {
  readonly #study: Study<P, M>
  readonly #executor: Executor<P, M>
  readonly #options: OptimizeOptions<P>
  readonly #clock: Clock
  readonly #running = new Set<Trial<P, M>>()
  #begun = 0
  #asking = 0
  #finished = 0
  #failuresInARow = 0
  #reason: OptimizeResult['reason'] | undefined
  #error: { readonly thrown: unknown } | undefined

  constructor(study: Study<P, M>, executor: Executor<P, M>, options: OptimizeOptions<P>, clock: Clock) {
    this.#study = study
    this.#executor = executor
    this.#options = options
    this.#clock = clock
  }

  stop(reason: OptimizeResult['reason']): void {
    this.#reason ??= reason
  }

  abort(): void {
    this.stop('aborted')
    for (const trial of this.#running) this.#study.interrupt(trial, this.#options.signal?.reason)
  }

  result(): OptimizeResult {
    if (this.#error) throw this.#error.thrown
    return Object.freeze({ reason: this.#reason ?? 'trials', finished: this.#finished })
  }

  async run(): Promise<void> {
    try {
      while (this.#mayBegin()) {
        const trial = await this.#ask()
        if (trial) await this.#runTrial(trial)
      }
    } catch (thrown) {
      this.#error ??= { thrown }
    }
  }

  #mayBegin(): boolean {
    const { trials, totalTrials, target } = this.#options
    if (this.#reason || this.#error) return false
    const { counts, best, metrics, directions } = this.#study.snapshot
    const [metric] = metrics as [string]
    if (target !== undefined && best) {
      if (!isBetter(directions[metric] as 'minimize', target, best.values[metric] as number)) this.stop('target')
    }
    if (trials !== undefined && this.#begun >= trials) this.stop('trials')
    const total = counts.completed + counts.pruned + counts.failed + counts.running + this.#asking
    if (totalTrials !== undefined && total >= totalTrials) return false
    return this.#reason === undefined
  }

  async #ask(): Promise<Trial<P, M> | undefined> {
    this.#begun += 1
    this.#asking += 1
    try {
      return await this.#study.ask()
    } catch (error) {
      if (!(error instanceof SweetspotError && error.code === 'ERR_SPACE_EXHAUSTED')) throw error
      this.stop('exhausted')
      return undefined
    } finally {
      this.#asking -= 1
    }
  }

  async #runTrial(trial: Trial<P, M>): Promise<void> {
    this.#running.add(trial)
    const { trialTimeout, signal } = this.#options
    const timedOut = () =>
      this.#study.interrupt(
        trial,
        new SweetspotError('ERR_TRIAL_TIMEOUT', `Trial ${trial.number} ran longer than ${trialTimeout} ms.`),
      )
    const cancel = trialTimeout === undefined ? () => {} : this.#clock.after(trialTimeout, timedOut)
    if (signal?.aborted) this.abort()
    try {
      await this.#settle(trial, await this.#executor.run(trial))
    } finally {
      cancel()
      this.#running.delete(trial)
    }
  }

  async #settle(trial: Trial<P, M>, { outcome, thrown }: Execution): Promise<void> {
    const { signal, retries = 0 } = this.#options
    const failed = outcome.state === 'failed'
    if (failed && signal?.aborted) return this.#study.requeue(trial, 'aborted')
    if (failed && outcome.reason === 'error' && trial.attempt <= retries) {
      this.#begun -= 1
      return this.#study.requeue(trial, 'retry', outcome.error)
    }
    let record: FinishedTrial<P>
    try {
      record = await this.#study.settle(trial, outcome)
    } catch (error) {
      const stale =
        error instanceof SweetspotError &&
        ['ERR_STALE_ATTEMPT', 'ERR_TRIAL_NOT_RUNNING', 'ERR_RESULT_CONFLICT'].includes(error.code)
      if (!stale) throw error
      return this.#study.notice(`The result of trial ${trial.number} is not used: ${error.message}`)
    }
    this.#finished += 1
    this.#options.onTrial?.(record)
    if (thrown !== undefined && !this.#catches(thrown, record)) throw thrown
    this.#failuresInARow = failed ? this.#failuresInARow + 1 : 0
    const { maxConsecutiveFailures } = this.#options
    if (maxConsecutiveFailures !== undefined && this.#failuresInARow >= maxConsecutiveFailures) {
      const why = record.state === 'failed' ? record.error : ''
      throw new SweetspotError(
        'ERR_TOO_MANY_FAILURES',
        `${this.#failuresInARow} trials failed in a row; the last: ${why}.`,
        { cause: thrown },
      )
    }
  }

  #catches(thrown: unknown, record: FinishedTrial<P>): boolean {
    const { catch: caught = false } = this.#options
    return typeof caught === 'function' ? caught(thrown, record) : caught
  }
}

function checkOptions(options: OptimizeOptions<never>): void {
  const { trials, totalTrials, concurrency, retries, timeout, trialTimeout, maxConsecutiveFailures } = options
  const counts = { trials, totalTrials, retries }
  for (const [name, value] of Object.entries(counts)) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
      throw invalid(name, value, 'an integer from 0 on')
  }
  for (const [name, value] of Object.entries({ concurrency, maxConsecutiveFailures })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      throw invalid(name, value, 'an integer from 1 on')
  }
  for (const [name, value] of Object.entries({ timeout, trialTimeout })) {
    if (value !== undefined && !(value > 0)) throw invalid(name, value, 'a positive number of milliseconds')
  }
}

const invalid = (name: string, value: unknown, wanted: string) =>
  new SweetspotError('ERR_INVALID_ARGUMENT', `${name} is ${String(value)} and should be ${wanted}.`)
