import { SweetspotError } from '../errors.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import type { Pruner } from '../pruners/pruner.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { Scheduler } from '../schedulers/scheduler.ts'
import { checkName, formatValue } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { OutcomeConstraint } from '../trial/constraint.ts'
import type { Direction, Directions } from '../trial/direction.ts'
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

/**
 * Checks what is not checked where it is used.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_NAME
 */
export function checkStudyOptions<P, M extends string, C extends string>(options: StudyOptions<P, M, C>): void {
  const { name, seed, maxCrashes, changedDirections, space, sampler, pruner, scheduler, storage } = options
  checkPart('space', space, Array.isArray(space?.dimensions), 'what `space({ … })` gives')
  checkPart('sampler', sampler, typeof sampler?.suggest === 'function', 'a sampler, such as `randomSampler()`')
  checkPart('pruner', pruner, typeof pruner?.decide === 'function', 'a pruner, such as `medianPruner()`')
  checkPart('scheduler', scheduler, typeof scheduler?.next === 'function', 'a scheduler, such as `queueScheduler()`')
  checkPart('storage', storage, typeof storage?.append === 'function', 'a storage, such as `memoryStorage()`')
  if (name !== undefined) checkName(name, 'A study')
  if (seed !== undefined && !(typeof seed === 'number' && Number.isFinite(seed))) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `A seed is a finite number, not ${formatValue(seed)}.`)
  }
  if (maxCrashes !== undefined && !(Number.isSafeInteger(maxCrashes) && maxCrashes >= 1)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `maxAttempts is an integer from 1 on, not ${formatValue(maxCrashes)}.`,
    )
  }
  if (changedDirections !== undefined && changedDirections !== 'adopt' && changedDirections !== 'refuse') {
    const given = formatValue(changedDirections)
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `changedDirections is adopt or refuse, not ${given}.`)
  }
}

function checkPart(name: string, given: unknown, fits: boolean, wanted: string): void {
  if (given === undefined || fits) return
  throw new SweetspotError('ERR_INVALID_ARGUMENT', `${name} is ${wanted}, not ${formatValue(given)}.`)
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
  const entries = Object.entries(given)
  for (const [metric, value] of entries) {
    checkName(metric, 'A metric')
    if (value !== 'minimize' && value !== 'maximize') {
      throw new SweetspotError(
        'ERR_INVALID_ARGUMENT',
        `A direction is minimize or maximize, not ${formatValue(value)}.`,
      )
    }
  }
  if (entries.length === 0) throw new SweetspotError('ERR_INVALID_ARGUMENT', 'A study needs at least one metric.')
  return Object.freeze(Object.fromEntries(entries))
}
