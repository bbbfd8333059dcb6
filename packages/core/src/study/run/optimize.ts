import { SweetspotError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { formatValue, isPlainObject } from '../../space/json-value.ts'
import type { StoppingRule } from '../../stopping/stopping-rule.ts'
import { trialsSoFar } from '../decisions/start.ts'
import { checkTotalTrials } from '../total-trials.ts'
import type { Executor } from './executor.ts'
import { inProcessExecutor } from './in-process-executor.ts'
import type { Objective } from './objective.ts'
import { OptimizeLoop } from './optimize-loop.ts'
import type { OptimizeOptions, OptimizeResult } from './optimize-options.ts'
import { checkRetries } from './retries.ts'
import type { TrialSource } from './trial-source.ts'

/** Runs trials of a study until a limit is reached; see `Study.optimize`. */
export async function optimize<P, M extends string, C extends string>(
  source: TrialSource,
  objective: Objective<P, M, C> | Executor,
  options: OptimizeOptions<P, M, C>,
): Promise<OptimizeResult> {
  checkObjective(objective)
  checkOptions(options, source.snapshot.metrics)
  const executor = typeof objective === 'function' ? inProcessExecutor(objective) : objective
  const stopObserving = options.observer ? source.observe(options.observer) : () => {}
  const stopFollowing = source.follow()
  const loop = new OptimizeLoop(source, executor, options)
  const abort = () => loop.abort()
  options.signal?.addEventListener('abort', abort)
  if (options.signal?.aborted) loop.abort()
  try {
    await source.refresh()
    const { hasDeclaredSpace, space } = source.snapshot
    const advice = hasDeclaredSpace && source.sampler.advise?.(space, trialsInAll(source.snapshot, options))
    for (const text of advice || []) source.notice(text)
    return await loop.run(options.concurrency ?? 1)
  } finally {
    options.signal?.removeEventListener('abort', abort)
    stopFollowing()
    stopObserving()
  }
}

/** How many trials the study will have in the end, as far as its limits say. */
function trialsInAll(
  snapshot: StudySnapshot,
  options: Pick<OptimizeOptions, 'trials' | 'totalTrials'>,
): number | undefined {
  const { trials = Number.POSITIVE_INFINITY, totalTrials = Number.POSITIVE_INFINITY } = options
  const total = typeof totalTrials === 'number' ? totalTrials : Number.POSITIVE_INFINITY
  const all = Math.min(trialsSoFar(snapshot) + trials, total)
  return Number.isFinite(all) ? all : undefined
}

function checkObjective(given: unknown): void {
  if (typeof given === 'function') return
  if (typeof given === 'object' && given !== null && 'run' in given && typeof given.run === 'function') return
  throw new SweetspotError(
    'ERR_INVALID_ARGUMENT',
    `An objective is a function, or an executor, not ${formatValue(given)}.`,
  )
}

function checkOptions(options: Omit<OptimizeOptions, 'catch' | 'onTrial'>, metrics: readonly string[]): void {
  // A number of trials, for instance, would otherwise be no limit at all.
  const given: unknown = options
  if (!isPlainObject(given)) throw invalid('The second argument of optimize', given, 'an object of options')
  const { trials, totalTrials, concurrency, retries, timeout, trialTimeout, maxConsecutiveFailures, target } = options
  for (const [name, value] of Object.entries({ trials })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
      throw invalid(name, value, 'an integer from 0 on')
  }
  if (retries !== undefined) checkRetries(retries)
  if (totalTrials !== undefined) checkTotalTrials(totalTrials)
  for (const [name, value] of Object.entries({ concurrency, maxConsecutiveFailures })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      throw invalid(name, value, 'an integer from 1 on')
  }
  for (const [name, value] of Object.entries({ timeout, trialTimeout })) {
    if (value !== undefined && !(typeof value === 'number' && value > 0))
      throw invalid(name, value, 'a positive number of milliseconds')
  }
  const { stopping = [] } = options
  if (!(Array.isArray(stopping) && stopping.every(isRule))) {
    throw invalid('stopping', stopping, 'a list of rules, each with a name and a function isMet')
  }
  if (target === undefined) return
  if (typeof target !== 'number' || Number.isNaN(target)) throw invalid('target', target, 'a number')
  if (metrics.length > 1) {
    throw new SweetspotError('ERR_MULTIPLE_OBJECTIVES', `There is no target for the metrics ${metrics.join(', ')}.`)
  }
}

const isRule = (given: Partial<StoppingRule> | null | undefined) =>
  typeof given?.isMet === 'function' && typeof given.name === 'string'

const invalid = (name: string, value: unknown, wanted: string) =>
  new SweetspotError('ERR_INVALID_ARGUMENT', `${name} is ${formatValue(value)} and should be ${wanted}.`)
