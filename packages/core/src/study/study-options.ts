import { checkArgument, invalidArgument } from '../arguments/argument.ts'
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
import { checkName, formatValue } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { OutcomeConstraint } from '../trial/constraint.ts'
import type { Direction, Directions } from '../trial/direction.ts'
import { checkObserver } from './check-observer.ts'
import type { Clock } from './clock.ts'
import type { StudyObserver } from './observer.ts'

export interface StudyOptions<P = Params, M extends string = string, C extends string = string> {
  /** Identifies the study in its storage; a unique one unless given. */
  readonly name?: string
  /** For one metric, called `value`; `minimize` unless given. */
  readonly direction?: Direction
  /** For one or several metrics with names of their own. */
  readonly directions?: { readonly [metric in M]: Direction }
  /** Bounds, by name, of values that trials measure beside the metrics, such as `{ memory: { atMost: 8 } }`; none unless
   * given. The best trial meets all of them. A study that is continued takes over other ones. */
  readonly constraints?: { readonly [name in C]: OutcomeConstraint }
  /** What may vary; without it, objectives define their parameters by running. */
  readonly space?: SearchSpace<P>
  /** Decides what to try; Gaussian-process Bayesian optimisation unless given. */
  readonly sampler?: Sampler
  /** Decides which running trials to stop early; none unless given. */
  readonly pruner?: Pruner
  /** Decides which trial is run next: waiting ones in their order, then new ones, unless given. */
  readonly scheduler?: Scheduler
  /** Where the journal is kept; in memory unless given. */
  readonly storage?: JournalStorage
  /** Any finite number, from which all randomness comes; a random one, kept in the journal, unless given. A study that is
   * continued keeps its own. */
  readonly seed?: number
  /** Continue the study of this name if there is one. */
  readonly loadIfExists?: boolean
  /** Continue a study whose directions differ from the ones given: `adopt` the new ones, or `refuse` (unless given). */
  readonly changedDirections?: 'adopt' | 'refuse'
  /** How often the process that runs a trial may die before the trial counts as failed; 3 unless given. */
  readonly maxCrashes?: number
  /** Told of what happens. Notices go to the console unless an observer takes them. */
  readonly observers?: readonly StudyObserver[]
  readonly clock?: Clock
  /** Close the storage with the study. */
  readonly closeStorage?: boolean
}

/** The names of {@link StudyOptions}, each with those of other libraries: for `createStudy` and functions like it. */
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

const ofOptimize = 'It is an option of optimize.'

/** Advice for {@link STUDY_OPTION_NAMES}. */
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
    noisy: 'It is an option of gpSampler.',
  },
}

const readStudyOptions = optionsReader<StudyOptions>('createStudy', STUDY_OPTION_NAMES, STUDY_ADVICE)

/** What to write in place of something that was given as the options of a study. */
function insteadOfOptions(given: unknown): string | undefined {
  if (typeof given === 'string') {
    const name = /^\w+:/.test(given) ? 'storage' : 'name'
    return `Write { ${name}: ${formatValue(given)} }.`
  }
  return isSpace(given) ? 'Write { space }.' : undefined
}

/**
 * A copy of the options of a study, with those checked that are not checked where they are used.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_NAME
 */
export function checkedStudyOptions<P, M extends string, C extends string>(
  given: StudyOptions<P, M, C> | undefined,
): StudyOptions<P, M, C> {
  const options = readStudyOptions(given)
  const { name, seed, maxCrashes, changedDirections, space, sampler, pruner, scheduler, storage } = options
  const { clock, observers, loadIfExists, closeStorage } = options
  checkPart('space', space, isSpace(space), 'what `space({ … })` returns')
  checkPart('sampler', sampler, hasMethods(sampler, 'suggest'), 'a sampler, such as `randomSampler()`')
  checkPart('pruner', pruner, hasMethods(pruner, 'decide'), 'a pruner, such as `medianPruner()`')
  checkPart('scheduler', scheduler, hasMethods(scheduler, 'next'), 'a scheduler, such as `queueScheduler()`')
  if (storage !== undefined) checkStorage(storage)
  checkPart('clock', clock, hasMethods(clock, 'now', 'after'), 'a clock, with the functions now and after')
  if (observers !== undefined) checkObservers(observers)
  for (const [flag, value] of Object.entries({ loadIfExists, closeStorage })) {
    checkPart(flag, value, typeof value === 'boolean', 'true or false')
  }
  if (name !== undefined) checkName(name, 'A study')
  if (seed !== undefined && !(typeof seed === 'number' && Number.isFinite(seed))) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `A seed is a finite number, not ${formatValue(seed)}.`)
  }
  if (maxCrashes !== undefined && !(Number.isSafeInteger(maxCrashes) && maxCrashes >= 1)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `maxCrashes is an integer from 1 on, not ${formatValue(maxCrashes)}.`,
    )
  }
  if (changedDirections !== undefined && changedDirections !== 'adopt' && changedDirections !== 'refuse') {
    const given = formatValue(changedDirections)
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `changedDirections is adopt or refuse, not ${given}.`)
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
 * The metrics that were asked for; undefined where none were.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_NAME
 */
export function directionsOf<P, M extends string, C extends string>(
  options: StudyOptions<P, M, C>,
): Directions | undefined {
  const { direction, directions } = options
  if (direction !== undefined && directions !== undefined) {
    const text = 'Give `direction` for one metric or `directions` by name, not both.'
    throw new SweetspotError('ERR_INVALID_ARGUMENT', text)
  }
  const given: Directions | undefined = direction === undefined ? directions : { value: direction }
  if (given === undefined) return undefined
  const copy = plainCopy(given)
  if (!copy) throw invalidArgument('directions', given, 'minimize or maximize, by the name of the metric')
  const entries = Object.entries(copy).map(([metric, value]): [string, Direction] => {
    checkName(metric, 'A metric')
    if (value === 'minimize' || value === 'maximize') return [metric, value]
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `A direction is minimize or maximize, not ${formatValue(value)}.`)
  })
  if (entries.length === 0) throw new SweetspotError('ERR_INVALID_ARGUMENT', 'A study needs at least one metric.')
  return Object.freeze(Object.fromEntries(entries))
}
