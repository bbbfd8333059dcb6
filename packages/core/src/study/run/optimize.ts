import { checkArgument, invalidArgument } from '../../arguments/argument.ts'
import { invoke, wrongAnswer } from '../../arguments/callback.ts'
import { optionsReader } from '../../arguments/options.ts'
import { hasMethods, isClass, isList, isSignal } from '../../arguments/shape.ts'
import { studyError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { SearchSpace } from '../../space/search-space.ts'
import type { StoppingRule } from '../../stopping/stopping-rule.ts'
import { checkTotalTrials, trialsSoFar } from '../asking/total-trials.ts'
import type { TrialSource } from '../attempts/trial-source.ts'
import { checkObserver } from '../observing/check-observer.ts'
import type { Executor } from './executor.ts'
import { inProcessExecutor } from './in-process-executor.ts'
import type { Objective } from './objective.ts'
import { OptimizeLoop } from './optimize-loop.ts'
import { OPTIMIZE_OPTION_NAMES, type OptimizeOptions, type OptimizeResult } from './optimize-options.ts'
import { checkRetries } from './retries.ts'

/** Runs trials of a study until a limit is reached; see `Study.optimize`. */
export async function optimize<P, M extends string, C extends string>(
  source: TrialSource,
  objective: Objective<P, M, C> | Executor,
  given: OptimizeOptions<P, M, C> | undefined,
): Promise<OptimizeResult> {
  checkObjective(objective)
  const options = readOptions(given)
  checkOptions(options, source.snapshot.metrics)
  const executor = typeof objective === 'function' ? inProcessExecutor(objective) : objective
  const loop = new OptimizeLoop(source, executor, options)
  const stopObserving = options.observer ? source.observe(options.observer) : () => {}
  const stopFollowing = source.follow()
  const abort = () => loop.abort()
  options.signal?.addEventListener('abort', abort)
  if (options.signal?.aborted) loop.abort()
  try {
    await source.refresh()
    const { hasDeclaredSpace, space } = source.snapshot
    if (hasDeclaredSpace)
      for (const text of adviceOf(source.sampler, space, trialsInAll(source.snapshot, options))) source.notice(text)
    return await loop.run(options.concurrency ?? 1)
  } finally {
    options.signal?.removeEventListener('abort', abort)
    stopFollowing()
    stopObserving()
  }
}

/** The expected final number of trials, according to the limits. */
function trialsInAll(
  snapshot: StudySnapshot,
  options: Pick<OptimizeOptions, 'trials' | 'totalTrials'>,
): number | undefined {
  const { trials = Number.POSITIVE_INFINITY, totalTrials = Number.POSITIVE_INFINITY } = options
  const total = typeof totalTrials === 'number' ? totalTrials : Number.POSITIVE_INFINITY
  const all = Math.min(trialsSoFar(snapshot) + trials, total)
  return Number.isFinite(all) ? all : undefined
}

/** Returns the advice of the sampler for a search of this many trials in total. */
function adviceOf(sampler: TrialSource['sampler'], space: SearchSpace, trials: number | undefined): readonly string[] {
  const what = 'the function advise of the sampler'
  const advice: unknown = invoke(what, () => sampler.advise?.(space, trials) ?? [])
  if (isList(advice) && advice.every((text) => typeof text === 'string')) return advice
  throw wrongAnswer(what, 'a list of texts', advice)
}

function checkObjective(given: unknown): void {
  const isObjective = (typeof given === 'function' && !isClass(given)) || hasMethods(given, 'run')
  checkArgument('the objective', given, isObjective, 'a function, or an executor')
}

const OF_STUDY = 'Pass it to createStudy.'

/** Hints for options of other functions. */
const NOTES = {
  sampler: OF_STUDY,
  pruner: OF_STUDY,
  direction: OF_STUDY,
  seed: OF_STUDY,
  space: OF_STUDY,
  storage: OF_STUDY,
}

const readOptions = optionsReader<OptimizeOptions<never>>('optimize', OPTIMIZE_OPTION_NAMES, {
  instead: (given) => (typeof given === 'number' ? `Write { trials: ${given} }.` : undefined),
  notes: NOTES,
})

function checkOptions<P>(options: OptimizeOptions<P>, metrics: readonly string[]): void {
  const { signal, onTrial, observer } = options
  checkArgument('signal', signal, signal === undefined || isSignal(signal), 'an AbortSignal')
  checkArgument(
    'onTrial',
    onTrial,
    onTrial === undefined || (typeof onTrial === 'function' && !isClass(onTrial)),
    'a function',
  )
  if (observer !== undefined) checkObserver('observer', observer)
  const { trials, totalTrials, concurrency, retries, timeout, trialTimeout, maxConsecutiveFailures, target } = options
  checkArgument(
    'trials',
    trials,
    trials === undefined || (Number.isSafeInteger(trials) && trials >= 0),
    'an integer of at least 0',
  )
  if (retries !== undefined) checkRetries(retries)
  if (totalTrials !== undefined) checkTotalTrials(totalTrials)
  for (const [name, value] of Object.entries({ concurrency, maxConsecutiveFailures })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      throw invalidArgument(name, value, 'an integer of at least 1')
  }
  checkArgument('concurrency', concurrency, (concurrency ?? 1) <= MAX_LANES, `an integer from 1 to ${MAX_LANES}`)
  for (const [name, value] of Object.entries({ timeout, trialTimeout })) {
    if (value !== undefined && !(typeof value === 'number' && value > 0))
      throw invalidArgument(name, value, 'a positive number of milliseconds')
  }
  const { stopping = [] } = options
  // A hole in the list is not a rule.
  if (!(isList(stopping) && Array.from(stopping).every(isRule))) {
    throw invalidArgument('stopping', stopping, 'a list of rules with a name and a function isMet')
  }
  if (target === undefined) return
  if (typeof target !== 'number' || Number.isNaN(target)) throw invalidArgument('target', target, 'a number')
  if (metrics.length > 1) {
    throw studyError(
      'ERR_MULTIPLE_OBJECTIVES',
      `The option target needs a study of one metric; this one has ${metrics.join(', ')}.`,
    )
  }
}

/** Maximum concurrency. More lanes are a mistake and would exhaust the memory. */
const MAX_LANES = 100_000

const isRule = (given: unknown) => hasMethods(given, 'isMet') && typeof (given as StoppingRule).name === 'string'
