import { SweetspotError } from '../errors.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { replay } from '../journal/replay.ts'
import type { Storage, StudyId } from '../journal/storage.ts'
import { type EventOf, JOURNAL_FORMAT, type StudyEvent } from '../journal/study-event.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Pruner } from '../pruners/pruner.ts'
import { gpSampler } from '../samplers/gp.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { spaceChanges } from '../space/describe.ts'
import { spaceToJson } from '../space/json.ts'
import { checkName } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { Constraint, SearchSpace } from '../space/search-space.ts'
import type { Direction, Directions } from '../trial/direction.ts'
import type { Clock } from './clock.ts'
import type { StudyObserver } from './observer.ts'
import { Study } from './study.ts'
import { randomSeed, systemClock, uniqueName } from './system.ts'

export interface StudyOptions<P = Params, M extends string = string> {
  /** Identifies the study in its storage; a unique one unless given. */
  readonly name?: string
  /** For one metric, called `value`; `minimize` unless given. */
  readonly direction?: Direction
  /** For one or several metrics with names of their own. */
  readonly directions?: { readonly [metric in M]: Direction }
  /** What may vary; without it, objectives define their parameters by running. */
  readonly space?: SearchSpace<P>
  /** Decides what to try; Gaussian-process Bayesian optimisation unless given. */
  readonly sampler?: Sampler
  /** Decides which running trials to stop early; none unless given. */
  readonly pruner?: Pruner
  /** Where the journal is kept; in memory unless given. */
  readonly storage?: Storage
  /** Any finite number, from which all randomness comes; a random one, kept in the journal, unless given. */
  readonly seed?: number
  /** Continue the study of this name if there is one. */
  readonly loadIfExists?: boolean
  /** Continue a study whose directions differ from the ones given: `adopt` the new ones, or `refuse` (unless given). */
  readonly changedDirections?: 'adopt' | 'refuse'
  /** How often a trial is started in all before it counts as failed because its processes keep dying; 3 unless given. */
  readonly maxAttempts?: number
  /** Told of what happens. Notices go to the console unless an observer takes them. */
  readonly observers?: readonly StudyObserver[]
  readonly clock?: Clock
  /** Close the storage with the study. */
  readonly closeStorage?: boolean
}

/**
 * Creates a study, or continues one.
 *
 * Continuing a study with a changed search space is allowed: what changed is said in a notice, kept in the journal, and
 * trials that do not fit any more stay in the record but are not learned from.
 *
 * @throws ERR_STUDY_EXISTS, ERR_STUDY_MISMATCH, ERR_INVALID_NAME, ERR_INVALID_ARGUMENT
 */
export async function createStudy<P = Params, const M extends string = 'value'>(
  options: StudyOptions<P, M> = {},
): Promise<Study<P, M>> {
  const { storage = memoryStorage(), clock = systemClock, name = `study-${uniqueName()}` } = options
  checkName(name, 'A study')
  const observers = options.observers ?? []
  const notify = (text: string) => {
    for (const observer of observers) observer.notice?.(text)
  }
  const existing = options.loadIfExists ? await storage.find(name) : undefined
  const opened =
    existing === undefined
      ? await create(storage, options, name, clock.now())
      : await load(storage, existing, options, clock.now(), notify)
  const study = new Study<P, M>({
    ...opened,
    storage,
    sampler: options.sampler ?? gpSampler(),
    pruner: options.pruner,
    clock,
    owner: uniqueName(),
    maxAttempts: options.maxAttempts ?? 3,
    observers: observers.some((observer) => observer.notice) ? observers : [...observers, consoleNotices],
    closeStorage: options.closeStorage ?? false,
  })
  await study.reclaim()
  return study
}

const consoleNotices: StudyObserver = { notice: (text) => console.warn(`sweetspot: ${text}`) }

async function create<P, M extends string>(
  storage: Storage,
  options: StudyOptions<P, M>,
  name: string,
  at: number,
): Promise<{ id: StudyId; snapshot: StudySnapshot }> {
  const created: EventOf<'study-created'> = {
    type: 'study-created',
    format: JOURNAL_FORMAT,
    name,
    directions: directionsOf(options) ?? { value: 'minimize' },
    space: options.space ? spaceToJson(options.space as SearchSpace) : null,
    seed: checkSeed(options.seed ?? randomSeed()),
    at,
  }
  const snapshot = replay([created], undefined, constraintsOf(options))
  try {
    return { id: await storage.create(created), snapshot }
  } catch (error) {
    // Two processes that start together both find no study; the one that comes second continues the first one's.
    const exists = error instanceof SweetspotError && error.code === 'ERR_STUDY_EXISTS'
    const id = exists && options.loadIfExists ? await storage.find(name) : undefined
    if (id === undefined) throw error
    return load(storage, id, options, at, () => {})
  }
}

async function load<P, M extends string>(
  storage: Storage,
  id: StudyId,
  options: StudyOptions<P, M>,
  at: number,
  notify: (text: string) => void,
): Promise<{ id: StudyId; snapshot: StudySnapshot }> {
  for (;;) {
    const stored = await readAll(storage, id, constraintsOf(options))
    const events = changes(stored, options, at)
    if (events.length === 0) return { id, snapshot: stored }
    try {
      await storage.append(id, events, stored.position)
    } catch (error) {
      if (error instanceof SweetspotError && error.code === 'ERR_STALE_POSITION') continue
      throw error
    }
    const snapshot = replay(events, stored)
    for (const event of events) notify(changeText(event, snapshot))
    return { id, snapshot }
  }
}

async function readAll(storage: Storage, id: StudyId, constraints: readonly Constraint[]): Promise<StudySnapshot> {
  let snapshot: StudySnapshot | undefined
  for (;;) {
    const events = await storage.read(id, snapshot?.position ?? 0)
    if (events.length === 0 && snapshot) return snapshot
    snapshot = replay(events, snapshot, constraints)
  }
}

/** The events that bring a stored study in line with what its opener declares. */
function changes<P, M extends string>(stored: StudySnapshot, options: StudyOptions<P, M>, at: number): StudyEvent[] {
  const events: StudyEvent[] = []
  const directions = directionsOf(options)
  if (directions && describe(directions) !== describe(stored.directions)) {
    const sameMetrics = Object.keys(directions).sort().join() === [...stored.metrics].sort().join()
    if (!sameMetrics || options.changedDirections !== 'adopt') {
      throw new SweetspotError(
        'ERR_STUDY_MISMATCH',
        `${stored.name} was created to ${describe(stored.directions)}, and is now opened to ${describe(directions)}.` +
          (sameMetrics ? " If that is meant, pass changedDirections: 'adopt'." : ''),
      )
    }
    events.push({ type: 'directions-changed', directions, at })
  }
  const declared = options.space as SearchSpace | undefined
  if (declared) {
    const changed = stored.declared ? spaceChanges(stored.space, declared) : ['it is declared now']
    if (changed.length > 0) events.push({ type: 'space-changed', space: spaceToJson(declared), changes: changed, at })
  }
  return events
}

function changeText(event: StudyEvent, snapshot: StudySnapshot): string {
  if (event.type === 'directions-changed')
    return `The directions of ${snapshot.name} are now: ${describe(event.directions)}.`
  const changed = event.type === 'space-changed' ? event.changes.join('; ') : ''
  const { misfits, count } = snapshot.finished
  return (
    `The search space of ${snapshot.name} has changed: ${changed}. ` +
    `${count} finished trial(s) still fit and are learned from; ${misfits} do not, and are kept for the record only.`
  )
}

const describe = (directions: Directions) =>
  Object.entries(directions)
    .map(([metric, direction]) => `${direction} ${metric}`)
    .join(', ')

function directionsOf<P, M extends string>({ direction, directions }: StudyOptions<P, M>): Directions | undefined {
  if (direction !== undefined && directions !== undefined) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      'Give `direction` for one metric or `directions` by name, not both.',
    )
  }
  const given: Directions | undefined = direction === undefined ? directions : { value: direction }
  if (given === undefined) return undefined
  const entries = Object.entries(given)
  for (const [metric, value] of entries) {
    checkName(metric, 'A metric')
    if (value !== 'minimize' && value !== 'maximize') {
      throw new SweetspotError('ERR_INVALID_ARGUMENT', `A direction is minimize or maximize, not ${String(value)}.`)
    }
  }
  if (entries.length === 0) throw new SweetspotError('ERR_INVALID_ARGUMENT', 'A study needs at least one metric.')
  return Object.fromEntries(entries)
}

const constraintsOf = <P, M extends string>(options: StudyOptions<P, M>): readonly Constraint[] =>
  options.space?.constraints ?? []

function checkSeed(seed: number): number {
  if (!Number.isFinite(seed))
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `A seed is a finite number, not ${seed}.`)
  return seed
}
