import { countOf } from '../../arguments/count-of.ts'
import { isErrorOf, SweetspotError, studyError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Yield } from '../../math/cooperative.ts'
import type { StoppingRule } from '../../stopping/stopping-rule.ts'
import { targetValue } from '../../stopping/target-value.ts'
import { timeLimit } from '../../stopping/time-limit.ts'
import type { EndedTrial, FinishedTrial } from '../../trial/trial-record.ts'
import { type TotalTrials, totalText } from '../asking/total-trials.ts'
import type { NoTrial, StartedTrial, TrialSource } from '../attempts/trial-source.ts'
import { waitFor } from '../clock/wait-for.ts'
import { yielding } from '../clock/yielding.ts'
import type { AttemptId } from '../live/trial-host.ts'
import { type CatchTest, catchTest } from './catch-option.ts'
import { type Ending, endingOf, isFinal, isTakenAway, isTimeout, thrownEnding } from './ending.ts'
import { execute } from './execute.ts'
import type { Executor } from './executor.ts'
import { IdleLanes } from './idle-lanes.ts'
import { isRuleMet } from './is-rule-met.ts'
import { FailedTrialError, FatalError } from './objective-errors.ts'
import type { OptimizeOptions, OptimizeResult } from './optimize-options.ts'
import { retryDelay, retryTimes } from './retries.ts'
import { Waits } from './waits.ts'

/** One call of `optimize`: lanes that each run trials in sequence, and the limits they share. */
export class OptimizeLoop<P, M extends string, C extends string> {
  readonly #source: TrialSource
  readonly #executor: Executor
  readonly #options: OptimizeOptions<P, M, C>
  readonly #limits: readonly { readonly reason: 'target' | 'timeout' | 'rule'; readonly rule: StoppingRule }[]
  readonly #startedAt: number
  /** Yields to the event loop, so that signals and timers work if trials never wait. */
  readonly #pause: Yield
  readonly #running = new Set<StartedTrial>()
  #begun = 0
  #finished = 0
  #failuresInARow = 0
  #exhausted = false
  /** Whether this call has started a trial, including a probe of an exhausted space. */
  #hasAsked = false
  readonly #idle: IdleLanes
  readonly #waits: Waits
  /** Why all lanes stop. */
  #end: Omit<OptimizeResult, 'trialCount'> | undefined
  /** Aborted when all lanes must stop. */
  readonly #ended = new AbortController()
  readonly #catchTest: CatchTest<P, M, C>
  #error: { readonly thrown: unknown } | undefined

  constructor(source: TrialSource, executor: Executor, options: OptimizeOptions<P, M, C>) {
    const { clock } = source
    this.#source = source
    this.#executor = executor
    this.#options = options
    this.#pause = yielding(clock)
    this.#startedAt = clock.now()
    this.#idle = new IdleLanes(source, this.#ended.signal)
    const { target, timeout, stopping = [], catch: caught = false } = options
    this.#catchTest = catchTest(caught)
    this.#waits = new Waits(source, this.#ended.signal, timeout)
    this.#limits = [
      ...(target === undefined ? [] : [{ reason: 'target', rule: targetValue(target) } as const]),
      ...(timeout === undefined ? [] : [{ reason: 'timeout', rule: timeLimit(timeout) } as const]),
      ...stopping.map((rule) => ({ reason: 'rule', rule }) as const),
    ]
  }

  /** Stops immediately. */
  abort(): void {
    const reason: unknown = this.#options.signal?.reason
    this.#stop('aborted', { abortReason: reason })
    for (const { spec } of this.#running) this.#source.interrupt(spec, reason)
  }

  async run(concurrency: number): Promise<OptimizeResult> {
    const first = this.#lane()
    const others = Array.from({ length: concurrency - 1 }, async () => {
      // In a define-by-run space, trials that start before the first one has asked for a parameter would be alike.
      await Promise.race([first, this.#idle.firstAsk()])
      await this.#lane()
    })
    await Promise.all([first, ...others])
    if (this.#error) throw this.#error.thrown
    return Object.freeze({ ...(this.#end ?? this.#endOfLanes()), trialCount: this.#finished })
  }

  /** The reason if the lanes ended one by one. */
  #endOfLanes(): Pick<OptimizeResult, 'reason'> {
    const { trials = Number.POSITIVE_INFINITY } = this.#options
    return { reason: this.#exhausted && this.#begun < trials ? 'exhausted' : 'trials' }
  }

  async #lane(): Promise<void> {
    try {
      while (this.#mayBegin()) {
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
    // The number ends only this lane: a trial running in another lane may be requeued.
    return !this.#isOver() && (trials === undefined || this.#begun < trials)
  }

  /** Whether all lanes stop. */
  #isOver(): boolean {
    const { snapshot, clock } = this.#source
    const progress = { startedAt: this.#startedAt, now: clock.now(), trialCount: this.#finished }
    if (snapshot.status === 'stopped') this.#stop('stopped')
    const met = this.#limits.find(({ rule }) => isRuleMet(rule, snapshot, progress))
    if (met) this.#stop(met.reason, met.reason === 'rule' ? { rule: met.rule.name } : {})
    return this.#end !== undefined || this.#error !== undefined
  }

  /** The next trial; `enough` if the study has the requested number or no combination remains. */
  async #ask(probe = false): Promise<StartedTrial | 'enough' | 'again'> {
    const { totalTrials = Number.POSITIVE_INFINITY } = this.#options
    this.#begun += 1
    // What changes while the trial is asked for must wake a lane that then waits.
    const before = this.#source.snapshot
    try {
      const trial = await this.#begin(totalTrials, probe)
      if (typeof trial === 'object') return trial
      this.#begun -= 1
      if (trial === 'enough') return trial
      if (trial === 'paused')
        await this.#waits.wait('The study is paused. No trial starts until study.resume() is called.')
      else if (trial === 'elsewhere') await this.#waits.forOthers(`The study has its ${totalText(totalTrials)}`)
      return 'again'
    } catch (error) {
      if (!(isErrorOf(error, SweetspotError) && error.code === 'ERR_SPACE_EXHAUSTED')) throw error
      this.#begun -= 1
      return this.#whenExhausted(probe, before)
    }
  }

  /** Begins the next trial, unless the call is over by then. */
  async #begin(total: TotalTrials, probe: boolean): Promise<StartedTrial | NoTrial> {
    const mayStart = () => !this.#isOver()
    const trial = await this.#idle.ask((isPatient) =>
      this.#source.begin(total, { probe, isPatient, objective: this, signal: this.#ended.signal, mayStart }),
    )
    if (typeof trial === 'string') return trial
    this.#hasAsked = true
    this.#exhausted = false
    return trial
  }

  /**
   * Handles an exhausted space: a define-by-run space may prove larger, and trials of other processes may be
   * requeued.
   *
   * @param before - The study when the trial was asked for.
   */
  async #whenExhausted(isProbe: boolean, before: StudySnapshot): Promise<StartedTrial | 'enough' | 'again'> {
    const { hasDeclaredSpace } = this.#source.snapshot
    if (!hasDeclaredSpace && !isProbe && this.#idle.mayWait) {
      await this.#idle.changed(before)
      return 'again'
    }
    if (this.#source.elsewhere > 0) {
      await this.#waits.forOthers('Every combination has been tried')
      return 'again'
    }
    // The objective may have changed and ask for more.
    if (!hasDeclaredSpace && !isProbe && !this.#hasAsked) return this.#ask(true)
    this.#exhausted = true
    return 'enough'
  }

  async #runTrial(trial: StartedTrial): Promise<void> {
    this.#running.add(trial)
    const { trialTimeout, signal } = this.#options
    const timedOut = () => {
      const text = `Trial ${trial.spec.number} ran longer than ${trialTimeout} ms.`
      this.#source.interrupt(trial.spec, studyError('ERR_TRIAL_TIMEOUT', text))
    }
    const cancel = trialTimeout === undefined ? () => {} : this.#source.clock.after(trialTimeout, timedOut)
    if (signal?.aborted) this.#source.interrupt(trial.spec, signal.reason)
    try {
      const ending = await this.#execute(trial)
      cancel()
      if (ending) await this.#finish(trial, ending)
    } finally {
      cancel()
      this.#running.delete(trial)
      this.#idle.trialEnds()
    }
  }

  /** Undefined if another process ended or took over the trial, so that the executor could not go on. */
  async #execute({ spec, host }: StartedTrial): Promise<Ending | undefined> {
    try {
      const execution = await execute(this.#executor, spec, host)
      return endingOf(execution, this.#source.snapshot)
    } catch (error) {
      // The executor failed, not the objective, so the trial is requeued.
      const wasRunning = await this.#source.requeue(spec, 'aborted')
      if (wasRunning || !isTakenAway(error)) throw error
      this.#passOver(spec.number, error)
      return undefined
    }
  }

  async #finish({ spec, host }: StartedTrial, given: Ending): Promise<void> {
    const retry = this.#mayRetry(spec.number, given)
    if (retry && !host.signal.aborted) await this.#backOff(spec, host.signal)
    const { aborted, reason } = host.signal
    // A value that was returned in time is used, even if it is not finite.
    const isReturned = given.outcome.state === 'failed' && given.outcome.reason === 'not-finite'
    const isInterrupted = aborted && given.outcome.state === 'failed' && !isReturned
    if (isInterrupted && isTakenAway(reason)) return this.#passOver(spec.number, reason)
    // The signal has the reason why the objective was stopped.
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
    try {
      const ended = (await this.#source.finish(spec, outcome)) as EndedTrial<P, M, C>
      if (ended.state === 'paused') return
      record = ended
    } catch (error) {
      if (!isTakenAway(error)) throw error
      return this.#passOver(spec.number, error)
    }
    this.#finished += 1
    // Invalid params are not a failure of the objective.
    if (record.state !== 'failed') this.#failuresInARow = 0
    else if (record.reason !== 'invalid-params') this.#failuresInARow += 1
    if (this.#options.onTrial) await this.#options.onTrial(record)
    if (Object.hasOwn(ending, 'thrown') && !this.#catches(ending.thrown, record)) throw ending.thrown
    this.#countFailures(record, ending.thrown)
  }

  #passOver(number: number, { message }: SweetspotError): void {
    this.#source.notice(`The result of trial ${number} is not used: ${message}`)
  }

  /** Retries a failure only if a retry may succeed. */
  #mayRetry(number: number, { outcome, thrown }: Ending): boolean {
    if (outcome.state !== 'failed' || outcome.reason !== 'error' || isFinal(thrown)) return false
    return this.#retried(number) < retryTimes(this.#options.retries)
  }

  #retried(number: number): number {
    return this.#source.snapshot.trials.get(number)?.requeues?.retry ?? 0
  }

  /** Waits for the delay before a retry, until this call or the attempt ends. */
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
    const text = `${countOf(this.#failuresInARow, 'trial')} failed in a row. The last error: ${why ?? 'no reason given'}.`
    throw studyError('ERR_TOO_MANY_FAILURES', text, { cause })
  }
}
