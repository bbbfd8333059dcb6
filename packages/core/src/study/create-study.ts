import { prediction } from '../analysis/prediction.ts'
import { recommendation } from '../analysis/recommendation.ts'
import { SweetspotError } from '../errors.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { replay } from '../journal/replay.ts'
import { type EventOf, JOURNAL_FORMAT } from '../journal/study-event.ts'
import { gpSampler } from '../samplers/gp.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { queueScheduler } from '../schedulers/queue.ts'
import { spaceToJson } from '../space/json.ts'
import { spaceNotices } from '../space/notices.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import { checkedConstraints } from '../trial/constraint.ts'
import { loadStudy, type OpenedStudy } from './load-study.ts'
import { Observers } from './observers.ts'
import { Study } from './study.ts'
import type { StudyModels } from './study-models.ts'
import { checkedStudyOptions, directionsOf, type StudyOptions } from './study-options.ts'
import { randomSeed, systemClock, uniqueName } from './system.ts'

/**
 * Creates a study, or continues one with `loadIfExists`.
 *
 * A study can be continued with a changed search space or other constraints. A notice describes each change, and the
 * journal keeps it. Trials that no longer fit the space stay in the record, but samplers do not learn from them.
 *
 * Trials of processes that died are requeued when the next trial starts. Opening a study writes nothing unless its
 * declaration changed.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 * @throws ERR_STUDY_EXISTS, ERR_STUDY_MISMATCH, ERR_INVALID_NAME, ERR_INVALID_ARGUMENT
 */
export async function createStudy<P = Params, const M extends string = 'value', const C extends string = never>(
  options?: StudyOptions<P, M, C>,
): Promise<Study<P, M, C>> {
  return createStudyWith(options, { sampler: gpSampler, models: { prediction, recommendation } })
}

/** Defaults for options of a study. */
interface StudyDefaults {
  readonly sampler: () => Sampler
  readonly models: StudyModels | undefined
}

/**
 * Creates a study with the given defaults; see {@link createStudy}. A bundle contains only the sampler and models in
 * `defaults`.
 */
export async function createStudyWith<P, M extends string, C extends string>(
  options: StudyOptions<P, M, C> | undefined,
  defaults: StudyDefaults,
): Promise<Study<P, M, C>> {
  const chosen = checkedStudyOptions(options)
  const { storage = memoryStorage(), clock = systemClock } = chosen
  const named = { ...chosen, name: chosen.name ?? `study-${uniqueName()}` }
  const observers = new Observers(chosen.observers ?? [], (text) => console.warn(`sweetspot: ${text}`))
  const notify = (text: string) => observers.notice(text)
  const existing = chosen.loadIfExists ? await storage.find(named.name) : undefined
  const opened =
    existing === undefined
      ? await create(storage, named, clock.now(), notify)
      : await loadStudy(storage, existing, chosen, clock.now(), notify)
  return new Study<P, M, C>({
    ...opened,
    storage,
    sampler: chosen.sampler ?? defaults.sampler(),
    models: defaults.models,
    pruner: chosen.pruner,
    scheduler: chosen.scheduler ?? queueScheduler(),
    clock,
    owner: uniqueName(),
    maxCrashes: chosen.maxCrashes ?? 3,
    observers,
    closeStorage: chosen.closeStorage ?? false,
  })
}

async function create<P, M extends string, C extends string>(
  storage: JournalStorage,
  options: StudyOptions<P, M, C> & { readonly name: string },
  at: number,
  notify: (text: string) => void,
): Promise<OpenedStudy> {
  const { name, space, constraints: bounds = {}, seed = randomSeed() } = options
  const directions = directionsOf(options) ?? { value: 'minimize' }
  const constraints = checkedConstraints(bounds, Object.keys(directions))
  const created: EventOf<'study-created'> = {
    type: 'study-created',
    format: JOURNAL_FORMAT,
    name,
    directions,
    ...(Object.keys(constraints).length > 0 && { constraints }),
    space: space ? spaceToJson(space as SearchSpace) : null,
    seed,
    at,
  }
  const snapshot = replay([created], undefined, space?.constraints ?? [])
  try {
    const id = await storage.create(created)
    if (space) for (const text of spaceNotices(space as SearchSpace)) notify(text)
    return { id, snapshot }
  } catch (error) {
    // Two processes may start together and both find no study; the second one then loads the study of the first.
    const exists = error instanceof SweetspotError && error.code === 'ERR_STUDY_EXISTS'
    const id = exists && options.loadIfExists ? await storage.find(name) : undefined
    if (id === undefined) throw error
    return loadStudy(storage, id, options, at, notify)
  }
}
