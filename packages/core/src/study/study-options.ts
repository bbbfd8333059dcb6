import { checkArgument, invalidArgument } from '../arguments/argument.ts'
import { formatValue } from '../arguments/format-value.ts'
import { type OptionAdvice, type OptionNames, optionsReader } from '../arguments/options.ts'
import { plainCopy } from '../arguments/plain-object.ts'
import { hasMethods, isList } from '../arguments/shape.ts'
import { SweetspotError } from '../errors.ts'
import { checkStorage } from '../journal/check-storage.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import type { Pruner } from '../pruners/pruner.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { Scheduler } from '../schedulers/scheduler.ts'
import { isSpace } from '../space/check-space.ts'
import { checkName } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { OutcomeConstraint } from '../trial/constraint.ts'
import type { Direction, Directions } from '../trial/direction.ts'
import type { Clock } from './clock/clock.ts'
import { checkObserver } from './observing/check-observer.ts'
import type { StudyObserver } from './observing/observer.ts'

/**
 * Options of `createStudy`.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export interface StudyOptions<P = Params, M extends string = string, C extends string = string> {
  /** The name of the study, unique in its storage. Default: a random name. */
  readonly name?: string
  /** The direction of the only metric, `value`. Default: `minimize`. */
  readonly direction?: Direction
  /** The directions of one or several metrics, by name. */
  readonly directions?: { readonly [metric in M]: Direction }
  /**
   * Bounds, by name, of values that trials measure in addition to the metrics, such as `{ memory: { atMost: 8 } }`. The
   * best trial meets all of them. A continued study adopts changed constraints. Default: no constraints.
   */
  readonly constraints?: { readonly [name in C]: OutcomeConstraint }
  /** The search space. Without it, the objective defines parameters as it runs. */
  readonly space?: SearchSpace<P>
  /** Suggests params. Default: Bayesian optimisation with Gaussian processes. */
  readonly sampler?: Sampler
  /** Decides which running trials to stop early. Default: no pruner. */
  readonly pruner?: Pruner
  /** Decides which trial runs next. Default: queued trials in order, then new ones. */
  readonly scheduler?: Scheduler
  /** The storage of the journal. Default: `memoryStorage()`. */
  readonly storage?: JournalStorage
  /**
   * The seed of all randomness, any finite number. A continued study keeps its seed. Default: a random seed, which the
   * journal keeps.
   */
  readonly seed?: number
  /** Whether to continue the study of this name if it exists. Default: false. */
  readonly loadIfExists?: boolean
  /** Whether a continued study adopts changed directions or refuses them. Default: `refuse`. */
  readonly changedDirections?: 'adopt' | 'refuse'
  /** Number of process deaths after which a trial fails. Default: 3. */
  readonly maxCrashes?: number
  /** Observers, called on each event. Notices go to the console unless an observer has the function `notice`. */
  readonly observers?: readonly StudyObserver[]
  /** The clock of timestamps, timeouts and delays. Default: the clock of the system. */
  readonly clock?: Clock
  /** Whether closing the study closes the storage. Default: false. */
  readonly closeStorage?: boolean
}

/** The names of {@link StudyOptions}, each with its names in other libraries, for functions such as `createStudy`. */
export const STUDY_OPTION_NAMES: OptionNames<StudyOptions> = {
  name: ['study_name', 'studyName', 'project_name', 'projectName'],
  direction: ['mode', 'goal'],
  directions: ['objectives', 'objective', 'metrics'],
  constraints: ['constraints_func', 'outcomeConstraints'],
  space: ['search_space', 'searchSpace', 'parameters', 'hyperparameters'],
  sampler: ['algorithm', 'search_alg', 'oracle', 'optimizer'],
  pruner: [],
  scheduler: [],
  storage: ['database', 'url'],
  seed: ['random_state', 'randomState'],
  loadIfExists: ['load_if_exists', 'resume'],
  changedDirections: [],
  maxCrashes: ['max_retry'],
  observers: ['callbacks', 'observer', 'callback'],
  clock: [],
  closeStorage: [],
}

const ofOptimize = 'Pass it to optimize.'

/** Advice for unknown options, for use with {@link STUDY_OPTION_NAMES}. */
export const STUDY_ADVICE: OptionAdvice = {
  instead: insteadOfOptions,
  notes: {
    n_trials: 'Write optimize(objective, { trials }).',
    trials: 'Write optimize(objective, { trials }).',
    maxTrials: 'Write optimize(objective, { trials }).',
    concurrency: ofOptimize,
    n_jobs: 'Write optimize(objective, { concurrency }).',
    timeout: ofOptimize,
    retries: ofOptimize,
    onTrial: ofOptimize,
    noisy: 'Pass it to gpSampler.',
  },
}

const readStudyOptions = optionsReader<StudyOptions>('createStudy', STUDY_OPTION_NAMES, STUDY_ADVICE)

/** Returns what to write instead of a value that was passed as the options of a study. */
function insteadOfOptions(given: unknown): string | undefined {
  if (typeof given === 'string') {
    const name = /^\w+:/.test(given) ? 'storage' : 'name'
    return `Write { ${name}: ${formatValue(given)} }.`
  }
  return isSpace(given) ? 'Write { space }.' : undefined
}

/**
 * Copies the options of a study and checks those that are not checked where they are used.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_NAME
 */
export function checkedStudyOptions<P, M extends string, C extends string>(
  given: StudyOptions<P, M, C> | undefined,
): StudyOptions<P, M, C> {
  const options = readStudyOptions(given)
  const { name, seed, maxCrashes, changedDirections, space, sampler, pruner, scheduler, storage } = options
  const { clock, observers, loadIfExists, closeStorage } = options
  checkPart('space', space, isSpace(space), 'a search space, as returned by `space({ … })`')
  checkPart('sampler', sampler, hasMethods(sampler, 'suggest'), 'a sampler, such as `randomSampler()`')
  checkPart('pruner', pruner, hasMethods(pruner, 'decide'), 'a pruner, such as `medianPruner()`')
  checkPart('scheduler', scheduler, hasMethods(scheduler, 'next'), 'a scheduler, such as `queueScheduler()`')
  if (storage !== undefined) checkStorage(storage)
  checkPart('clock', clock, hasMethods(clock, 'now', 'after'), 'a clock with the functions now and after')
  if (observers !== undefined) checkObservers(observers)
  for (const [flag, value] of Object.entries({ loadIfExists, closeStorage })) {
    checkPart(flag, value, typeof value === 'boolean', 'true or false')
  }
  if (name !== undefined) checkName(name, 'A study')
  if (seed !== undefined && !(typeof seed === 'number' && Number.isFinite(seed))) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected seed to be a finite number; received ${formatValue(seed)}.`,
    )
  }
  if (maxCrashes !== undefined && !(Number.isSafeInteger(maxCrashes) && maxCrashes >= 1)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected maxCrashes to be an integer of at least 1; received ${formatValue(maxCrashes)}.`,
    )
  }
  if (changedDirections !== undefined && changedDirections !== 'adopt' && changedDirections !== 'refuse') {
    const given = formatValue(changedDirections)
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected changedDirections to be 'adopt' or 'refuse'; received ${given}.`,
    )
  }
  return options
}

function checkPart(name: string, given: unknown, fits: boolean, wanted: string): void {
  checkArgument(name, given, given === undefined || fits, wanted)
}

function checkObservers(given: unknown): void {
  if (!isList(given)) throw invalidArgument('observers', given, 'a list of observers')
  for (const observer of Array.from(given)) checkObserver('an observer', observer)
}

/**
 * The directions given in the options; undefined if none are given.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_NAME
 */
export function directionsOf<P, M extends string, C extends string>(
  options: StudyOptions<P, M, C>,
): Directions | undefined {
  const { direction, directions } = options
  if (direction !== undefined && directions !== undefined) {
    const text = 'Expected either `direction` for one metric or `directions` by name; received both.'
    throw new SweetspotError('ERR_INVALID_ARGUMENT', text)
  }
  const given: Directions | undefined = direction === undefined ? directions : { value: direction }
  if (given === undefined) return undefined
  const copy = plainCopy(given)
  if (!copy) throw invalidArgument('directions', given, 'an object of minimize or maximize by metric name')
  const entries = Object.entries(copy).map(([metric, value]): [string, Direction] => {
    checkName(metric, 'A metric')
    if (value === 'minimize' || value === 'maximize') return [metric, value]
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected the direction of ${metric} to be minimize or maximize; received ${formatValue(value)}.`,
    )
  })
  if (entries.length === 0)
    throw new SweetspotError('ERR_INVALID_ARGUMENT', 'Expected at least one metric in directions; received none.')
  return Object.freeze(Object.fromEntries(entries))
}
