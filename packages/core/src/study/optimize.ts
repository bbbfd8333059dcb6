import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { isPlainObject, shown } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { FinishedTrial } from '../trial/trial-record.ts'
import type { Clock } from './clock.ts'
import type { Executor } from './executor.ts'
import { inProcessExecutor } from './in-process-executor.ts'
import { Lanes } from './lanes.ts'
import type { StudyObserver } from './observer.ts'
import type { ObjectiveResult } from './outcome.ts'
import type { Study } from './study.ts'
import type { Trial } from './trial.ts'

/** Computes the value of a trial's params. */
export type Objective<P = Params, M extends string = string, C extends string = never> = (
  trial: Trial<P, M>,
) => ObjectiveResult<M, C> | Promise<ObjectiveResult<M, C>>

/** Limits of one call of `optimize`; whichever is reached first ends it. Without any it runs until it is aborted. */
export interface OptimizeOptions<P = Params> {
  /** How many trials to run. An attempt that is tried again is the same trial. */
  readonly trials?: number
  /** Until the study has so many trials in all, those of earlier calls and of other processes included. A trial that
   * another process is running counts; if that process dies, the next call runs it. */
  readonly totalTrials?: number
  /** Start no trial after so many milliseconds; those that run then are finished. */
  readonly timeout?: number
  /** Until a completed trial that meets all constraints is at least this good; for studies of one metric. */
  readonly target?: number
  /** Stops at once: running trials are interrupted and put back into the queue, to be run when the study goes on. */
  readonly signal?: AbortSignal
  /** How many trials run at the same time; 1 unless given. */
  readonly concurrency?: number
  /** Fail a trial that runs longer than this, in milliseconds, and abort its signal. */
  readonly trialTimeout?: number
  /** How often a trial whose objective throws is tried again with the same params; 0 unless given. Results that are not
   * finite, timeouts, and errors that Sweetspot raises itself are not tried again. */
  readonly retries?: number
  /** Whether to go on after an objective threw (its trial has failed, then). Unless given, the error ends `optimize`.
   * Results that are not finite and timeouts end nothing. */
  readonly catch?: boolean | ((error: unknown, trial: FinishedTrial<P>) => boolean)
  /** Give up after so many failed trials in a row. */
  readonly maxConsecutiveFailures?: number
  /** Called after each trial, when it is stored; what it throws ends `optimize`. */
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
export async function optimize<P, M extends string, C extends string>(
  study: Study<P, M, C>,
  objective: Objective<P, M, C> | Executor<P, M>,
  options: OptimizeOptions<P>,
  clock: Clock,
): Promise<OptimizeResult> {
  checkObjective(objective)
  checkOptions(options, study.snapshot.metrics)
  const executor = typeof objective === 'function' ? inProcessExecutor(objective, study.snapshot) : objective
  const stopObserving = options.observer ? study.observe(options.observer) : () => {}
  const lanes = new Lanes(study, executor, options, clock)
  const abort = () => lanes.abort()
  options.signal?.addEventListener('abort', abort)
  if (options.signal?.aborted) lanes.abort()
  try {
    await study.refresh()
    const { declared, space } = study.snapshot
    const advice = declared && study.sampler.advise?.(space, trialsInAll(study.snapshot, options))
    for (const text of advice || []) study.notice(text)
    return await lanes.run(options.concurrency ?? 1)
  } finally {
    options.signal?.removeEventListener('abort', abort)
    stopObserving()
  }
}

/** How many trials the study will have in the end, as far as its limits say. */
function trialsInAll({ counts }: StudySnapshot, options: OptimizeOptions<never>): number | undefined {
  const { trials = Number.POSITIVE_INFINITY, totalTrials = Number.POSITIVE_INFINITY } = options
  const soFar = counts.completed + counts.pruned + counts.failed + counts.running
  const all = Math.min(soFar + trials, totalTrials)
  return Number.isFinite(all) ? all : undefined
}

function checkObjective(given: unknown): void {
  if (typeof given === 'function') return
  if (typeof given === 'object' && given !== null && 'run' in given && typeof given.run === 'function') return
  throw new SweetspotError('ERR_INVALID_ARGUMENT', `An objective is a function, or an executor, not ${shown(given)}.`)
}

function checkOptions(options: OptimizeOptions<never>, metrics: readonly string[]): void {
  // A number of trials, for instance, would otherwise be no limit at all.
  const given: unknown = options
  if (!isPlainObject(given)) throw invalid('The second argument of optimize', given, 'an object of options')
  const { trials, totalTrials, concurrency, retries, timeout, trialTimeout, maxConsecutiveFailures, target } = options
  for (const [name, value] of Object.entries({ trials, totalTrials, retries })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
      throw invalid(name, value, 'an integer from 0 on')
  }
  for (const [name, value] of Object.entries({ concurrency, maxConsecutiveFailures })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      throw invalid(name, value, 'an integer from 1 on')
  }
  for (const [name, value] of Object.entries({ timeout, trialTimeout })) {
    if (value !== undefined && !(typeof value === 'number' && value > 0))
      throw invalid(name, value, 'a positive number of milliseconds')
  }
  if (target === undefined) return
  if (typeof target !== 'number' || Number.isNaN(target)) throw invalid('target', target, 'a number')
  if (metrics.length > 1) {
    throw new SweetspotError('ERR_MULTIPLE_OBJECTIVES', `There is no target for the metrics ${metrics.join(', ')}.`)
  }
}

const invalid = (name: string, value: unknown, wanted: string) =>
  new SweetspotError('ERR_INVALID_ARGUMENT', `${name} is ${shown(value)} and should be ${wanted}.`)
