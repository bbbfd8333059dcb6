import { printableLines } from '../arguments/printable.ts'
import { SweetspotError } from '../errors.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { replay } from '../journal/replay.ts'
import { type EventOf, JOURNAL_FORMAT } from '../journal/study-event.ts'
import { queueScheduler } from '../schedulers/queue.ts'
import { spaceToJson } from '../space/json.ts'
import { spaceNotices } from '../space/notices.ts'
import type { SearchSpace } from '../space/search-space.ts'
import { checkedConstraints } from '../trial/constraint.ts'
import { randomSeed, systemClock, uniqueName } from './clock/system.ts'
import { loadStudy, type OpenedStudy } from './load-study.ts'
import { Observers } from './observing/observers.ts'
import { Study } from './study.ts'
import type { StudyDefaults } from './study-defaults.ts'
import { checkedStudyOptions, directionsOf, type StudyOptions } from './study-options.ts'

/**
 * Creates a study, or continues one; see `createStudy`.
 *
 * @param loadDefaults - Called once the options are read, and before anything is written.
 */
export async function createStudyWith<P, M extends string, C extends string>(
  options: StudyOptions<P, M, C> | undefined,
  loadDefaults: () => StudyDefaults | Promise<StudyDefaults>,
): Promise<Study<P, M, C>> {
  const chosen = checkedStudyOptions(options)
  const { storage = memoryStorage(), clock = systemClock } = chosen
  const named = { ...chosen, name: chosen.name ?? `study-${uniqueName()}` }
  const observers = new Observers(chosen.observers ?? [], (text) => console.warn(`sweetspot: ${printableLines(text)}`))
  const notify = (text: string) => observers.notice(text)
  const defaults = await loadDefaults()
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
