import { type ErrorCode, isErrorOf, SweetspotError } from '../../errors.ts'
import type { Yield } from '../../math/cooperative.ts'
import type { StoppingRule } from '../../stopping/stopping-rule.ts'
import { targetValue } from '../../stopping/target-value.ts'
import { timeLimit } from '../../stopping/time-limit.ts'
import { type EndedTrial, type FinishedTrial, isFinished } from '../../trial/trial-record.ts'
import { type CheckedOutcome, checkedOutcome, outcomeOfReturned, outcomeOfThrown } from '../outcome.ts'
import type { AttemptId } from '../trial-host.ts'
import { yielding } from '../yielding.ts'
import { type CatchTest, catchTest } from './catch-option.ts'
import { execute } from './execute.ts'
import type { Execution, Executor } from './executor.ts'
import { FailedTrialError, FatalError } from './objective-errors.ts'
import type { OptimizeOptions, OptimizeResult } from './optimize-options.ts'
import { retryDelay, retryTimes, waitFor } from './retries.ts'
import { isMet } from './rule-met.ts'
import type { StartedTrial, TrialSource } from './trial-source.ts'

/** Why the result of a trial cannot be recorded although nothing is wrong: somebody else decided about the trial. */
const TAKEN_AWAY: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ERR_STALE_ATTEMPT',
  'ERR_TRIAL_CANCELLED',
  'ERR_TRIAL_NOT_RUNNING',
  'ERR_TRIAL_NOT_FOUND',
  'ERR_RESULT_CONFLICT',
])

const isTakenAway = (error: unknown): error is SweetspotError =>
  isErrorOf(error, SweetspotError) && TAKEN_AWAY.has(error.code)

/** How often limits are looked at while nothing can be started, in milliseconds. */
const LONGEST_PAUSE = 1_000

/** How an attempt ended, and what the objective threw, if it threw anything but `TrialPruned`. */
interface Ending {
  readonly outcome: CheckedOutcome
  readonly thrown?: unknown
}

/** One call of `optimize`: lanes that each run one trial after another, and the limits they share. */
export class OptimizeLoop<P, M extends string, C extends string> {
  readonly #source: TrialSource
  readonly #executor: Executor
  readonly #options: OptimizeOptions<P, M, C>
  readonly #limits: readonly { readonly reason: 'target' | 'timeout' | 'rule'; readonly rule: StoppingRule }[]
  readonly #startedAt: number
  /** Trials that never wait for anything would keep signals and timers from ever being noticed. */
  readonly #pause: Yield
  readonly #running = new Set<StartedTrial>()
  #begun = 0
  #finished = 0
  #failuresInARow = 0
  #exhausted = false
  /** Why all lanes are to stop. */
  #end: Omit<OptimizeResult, 'trialCount'> | undefined
  /** Aborted when all lanes are to stop. */
  readonly #ended = new AbortController()
  readonly #catchTest: CatchTest<P, M, C>
  readonly #said = new Set<string>()
  #error: { readonly thrown: unknown } | undefined

  constructor(source: TrialSource, executor: Executor, options: OptimizeOptions<P, M, C>) {
    const { clock } = source
    this.#source = source
    this.#executor = executor
    this.#options = options
    this.#pause = yielding(clock)
    this.#startedAt = clock.now()
    this.#catchTest = catchTest(options.catch ?? false)
    const { target, timeout, stopping = [] } = options
    this.#limits = [
      ...(target === undefined ? [] : [{ reason: 'target', rule: targetValue(target) } as const]),
      ...(timeout === undefined ? [] : [{ reason: 'timeout', rule: timeLimit(timeout) } as const]),
      ...stopping.map((rule) => ({ reason: 'rule', rule }) as const),
    ]
  }

  /** Stops at once. */
  abort(): void {
    const reason: unknown = this.#options.signal?.reason
    this.#stop('aborted', { abortReason: reason })
    for (const { spec } of this.#running) this.#source.interrupt(spec, reason)
  }

  async run(concurrency: number): Promise<OptimizeResult> {
    const { snapshot, sampler } = this.#source
    const unknown = !snapshot.hasDeclaredSpace && snapshot.space.dimensions.length === 0
    // A sampler that goes through a list has none until a first trial has shown what there is.
    if (unknown && sampler.exhaustive) await this.#lane(() => this.#begun === 0)
    await Promise.all(Array.from({ length: concurrency }, () => this.#lane(() => true)))
    if (this.#error) throw this.#error.thrown
    return Object.freeze({ ...(this.#end ?? this.#endOfLanes()), trialCount: this.#finished })
  }

  /** Why the lanes ended one by one. */
  #endOfLanes(): Pick<OptimizeResult, 'reason'> {
    const { trials = Number.POSITIVE_INFINITY } = this.#options
    return { reason: this.#exhausted && this.#begun < trials ? 'exhausted' : 'trials' }
  }

  async #lane(goOn: () => boolean): Promise<void> {
    try {
      while (goOn() && this.#mayBegin()) {
        const trial = await this.#ask()
        if (trial === 'enough') return
        if (trial !== 'again') await this.#runTrial(trial)
        await this.#pause()
      }
    } catch (thrown) {
      this.#error ??= { thrown }
      this.#ended.abort()
    }
  }

  #stop(reason: OptimizeResult['reason'], details: Pick<OptimizeResult, 'rule' | 'abortReason'> = {}): void {
    this.#ended.abort()
    this.#end ??= { reason, ...details }
  }

  #mayBegin(): boolean {
    const { trials } = this.#options
    const { snapshot, clock } = this.#source
    const progress = { startedAt: this.#startedAt, now: clock.now(), trialCount: this.#finished }
    if (snapshot.status === 'stopped') this.#stop('stopped')
    const met = this.#limits.find(({ rule }) => isMet(rule, snapshot, progress))
    if (met) this.#stop(met.reason, met.reason === 'rule' ? { rule: met.rule.name } : {})
    if (this.#end || this.#error) return false
    // Ends this lane only: a trial that runs in another one may come back to be tried again.
    return trials === undefined || this.#begun < trials
  }

  /** The next trial; `enough` if the study has as many as are wanted, or nothing is left to try. */
  async #ask(): Promise<StartedTrial | 'enough' | 'again'> {
    const { totalTrials = Number.POSITIVE_INFINITY } = this.#options
    this.#begun += 1
    try {
      const trial = await this.#source.begin(totalTrials)
      if (typeof trial === 'object') return trial
      this.#begun -= 1
      if (trial === 'enough') return trial
      if (trial === 'paused') await this.#wait('The study is paused; no trial is started until it is resumed.')
      else if (trial === 'elsewhere') await this.#waitForOthers(`The study has its ${totalTrials} trials`)
      return 'again'
    } catch (error) {
      if (!(isErrorOf(error, SweetspotError) && error.code === 'ERR_SPACE_EXHAUSTED')) throw error
      this.#begun -= 1
      if (this.#source.elsewhere > 0) {
        await this.#waitForOthers('Every combination has been tried')
        return 'again'
      }
      this.#exhausted = true
      return 'enough'
    }
  }

  /** Trials that other processes run may be lost with them, and are then run here: nothing is done before they end. */
  async #waitForOthers(reached: string): Promise<void> {
    const { elsewhere } = this.#source
    const some = elsewhere === 1 ? '1 of them runs' : `${elsewhere} of them run`
    const takeOver = 'optimize waits for their end, and takes over those whose process dies'
    await this.#wait(`${reached}, but ${some} in other processes: ${takeOver}.`, reached)
  }

  /**
   * Waits for a change of the study, or for a while: rules may be met meanwhile.
   *
   * @param why - Said to the person who waits, once for each `topic`.
   */
  async #wait(why: string, topic = why): Promise<void> {
    if (!this.#said.has(topic)) this.#source.notice(why)
    this.#said.add(topic)
    const over = new AbortController()
    const cancel = this.#source.clock.after(this.#waitFor(), () => over.abort())
    await this.#source.changed(AbortSignal.any([over.signal, this.#ended.signal]))
    cancel()
  }

  /** How long to wait at most, in milliseconds. */
  #waitFor(): number {
    const { timeout = Number.POSITIVE_INFINITY } = this.#options
    return Math.min(LONGEST_PAUSE, this.#startedAt + timeout - this.#source.clock.now())
  }

  async #runTrial(trial: StartedTrial): Promise<void> {
    this.#running.add(trial)
    const { trialTimeout, signal } = this.#options
    const timedOut = () => {
      const text = `Trial ${trial.spec.number} ran longer than ${trialTimeout} ms.`
      this.#source.interrupt(trial.spec, new SweetspotError('ERR_TRIAL_TIMEOUT', text))
    }
    const cancel = trialTimeout === undefined ? () => {} : this.#source.clock.after(trialTimeout, timedOut)
    if (signal?.aborted) this.#source.interrupt(trial.spec, signal.reason)
    try {
      const ending = await this.#execute(trial)
      cancel()
      await this.#finish(trial, ending)
    } finally {
      cancel()
      this.#running.delete(trial)
    }
  }

  async #execute({ spec, host }: StartedTrial): Promise<Ending> {
    try {
      const execution = await execute(this.#executor, spec, host)
      return this.#endingOf(execution)
    } catch (error) {
      // The executor failed, not the objective: the trial is as good as new.
      await this.#source.requeue(spec, 'aborted')
      throw error
    }
  }

  /** @throws ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC for an invalid outcome made by the executor */
  #endingOf(execution: Execution): Ending {
    const { snapshot } = this.#source
    if ('outcome' in execution) return { outcome: checkedOutcome(execution.outcome, snapshot) }
    if ('thrown' in execution) return thrownEnding(execution.thrown)
    try {
      return { outcome: outcomeOfReturned(execution.returned, snapshot) }
    } catch (error) {
      return thrownEnding(error)
    }
  }

  async #finish({ spec, host }: StartedTrial, given: Ending): Promise<void> {
    const retry = this.#mayRetry(spec.number, given)
    if (retry && !host.signal.aborted) await this.#backOff(spec, host.signal)
    const { aborted, reason } = host.signal
    // What was returned in time is used, even if it is not finite.
    const isReturned = given.outcome.state === 'failed' && given.outcome.reason === 'not-finite'
    const isInterrupted = aborted && given.outcome.state === 'failed' && !isReturned
    if (isInterrupted && isTakenAway(reason)) return this.#passOver(spec.number, reason)
    // Whatever became of an objective that was stopped, the signal says why.
    const ending = isInterrupted && isTimeout(reason) ? thrownEnding(reason) : given
    const { outcome } = ending
    if (outcome.state === 'failed') {
      if (this.#options.signal?.aborted && !isReturned && (await this.#source.requeue(spec, 'aborted'))) return
      if (retry && ending === given && (await this.#source.requeue(spec, 'retry', outcome.error))) {
        this.#begun -= 1
        return
      }
    }
    let record: FinishedTrial<P, M, C>
    let failure = ending
    try {
      const ended = (await this.#source.finish(spec, outcome)) as EndedTrial<P, M, C>
      if (ended.state === 'paused') return
      record = ended
    } catch (error) {
      if (!isErrorOf(error, SweetspotError)) throw error
      if (TAKEN_AWAY.has(error.code)) return this.#passOver(spec.number, error)
      const recorded = this.#source.snapshot.trials.get(spec.number)
      if (error.code !== 'ERR_PARAMETER_CONFLICT' || !recorded || !isFinished(recorded)) throw error
      record = recorded as FinishedTrial<P, M, C>
      failure = { outcome, thrown: error }
    }
    this.#finished += 1
    // Params that do not fit say nothing about the objective.
    if (record.state !== 'failed') this.#failuresInARow = 0
    else if (record.reason !== 'invalid-params') this.#failuresInARow += 1
    if (this.#options.onTrial) await this.#options.onTrial(record)
    if (Object.hasOwn(failure, 'thrown') && !this.#catches(failure.thrown, record)) throw failure.thrown
    this.#countFailures(record, failure.thrown)
  }

  #passOver(number: number, { message }: SweetspotError): void {
    this.#source.notice(`The result of trial ${number} is not used: ${message}`)
  }

  /** Only what may go better another time is tried again. */
  #mayRetry(number: number, { outcome, thrown }: Ending): boolean {
    if (outcome.state !== 'failed' || outcome.reason !== 'error' || isFinal(thrown)) return false
    return this.#retried(number) < retryTimes(this.#options.retries)
  }

  #retried(number: number): number {
    return this.#source.snapshot.trials.get(number)?.requeues?.retry ?? 0
  }

  /** Waits until a trial is tried again; not longer than this call and the attempt last. */
  async #backOff({ number }: AttemptId, signal: AbortSignal): Promise<void> {
    const { snapshot, clock } = this.#source
    const delay = retryDelay(this.#options.retries ?? 0, snapshot.key, number, this.#retried(number))
    if (delay > 0) await waitFor(clock, delay, AbortSignal.any([signal, this.#ended.signal]))
  }

  #catches(thrown: unknown, record: FinishedTrial<P, M, C>): boolean {
    if (isErrorOf(thrown, FatalError)) return false
    return isErrorOf(thrown, FailedTrialError) || this.#catchTest(thrown, record)
  }

  #countFailures(record: FinishedTrial<P, M, C>, cause: unknown): void {
    const { maxConsecutiveFailures = Number.POSITIVE_INFINITY } = this.#options
    if (this.#failuresInARow < maxConsecutiveFailures) return
    const why = record.state === 'failed' ? record.error : undefined
    const text = `${this.#failuresInARow} trials failed in a row; the last: ${why ?? 'no reason given'}.`
    throw new SweetspotError('ERR_TOO_MANY_FAILURES', text, { cause })
  }
}

/** Whether what was thrown cannot go better another time. */
const isFinal = (thrown: unknown) =>
  isErrorOf(thrown, SweetspotError) || isErrorOf(thrown, FailedTrialError) || isErrorOf(thrown, FatalError)

const isTimeout = (reason: unknown): boolean => isErrorOf(reason, SweetspotError) && reason.code === 'ERR_TRIAL_TIMEOUT'

function thrownEnding(thrown: unknown): Ending {
  const outcome = outcomeOfThrown(thrown)
  const threw = outcome.state === 'failed' && outcome.reason === 'error'
  return threw ? { outcome, thrown } : { outcome }
}
