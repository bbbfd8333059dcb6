import { countOf } from '../arguments/count-of.ts'
import { SweetspotError, studyError } from '../errors.ts'
import { isLeftOut } from '../journal/eligible-trials.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { readJournal, readLatest } from '../journal/read-study.ts'
import { replay } from '../journal/replay.ts'
import { declaredConstraints } from '../journal/snapshot.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import type { StudyId } from '../journal/study-id.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { constraintChanges, dimensionChanges } from '../space/describe.ts'
import { encodeParams } from '../space/encode.ts'
import { constraintDescriptions } from '../space/fingerprint.ts'
import { spaceToJson } from '../space/json.ts'
import { jsonKey } from '../space/json-value.ts'
import { spaceNotices } from '../space/notices.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import { boundsText, checkedConstraints, type OutcomeConstraints } from '../trial/constraint.ts'
import type { Directions } from '../trial/direction.ts'
import type { TrialRecord } from '../trial/trial-record.ts'
import { fittingText } from './asking/fitting-text.ts'
import { unfitReason } from './asking/unfit-trial.ts'
import { directionsOf, type StudyOptions } from './study-options.ts'
import { unknownConstraintsText } from './unknown-constraints.ts'

/** A loaded or created study. */
export interface OpenedStudy {
  readonly id: StudyId
  readonly snapshot: StudySnapshot
}

/**
 * Reads a study and applies the declarations of its opener.
 *
 * @param notify - Receives notices of changes, and of declarations that could not be adopted.
 * @throws ERR_STUDY_MISMATCH, ERR_CORRUPT_JOURNAL, ERR_UNSUPPORTED_VERSION
 */
export async function loadStudy<P, M extends string, C extends string>(
  storage: JournalStorage,
  id: StudyId,
  options: StudyOptions<P, M, C>,
  at: number,
  notify: (text: string) => void,
): Promise<OpenedStudy> {
  for (;;) {
    const stored = await readLatest(storage, id, options.space?.constraints ?? [], notify)
    const events = changes(stored, options, at)
    let snapshot: StudySnapshot
    try {
      snapshot = await written(storage, id, stored, events)
    } catch (error) {
      if (error instanceof SweetspotError && error.code === 'ERR_STALE_POSITION') continue
      throw error
    }
    for (const event of events) {
      notify(changeText(event, snapshot))
      if (event.type === 'space-changed') for (const text of spaceNotices(snapshot.space)) notify(text)
    }
    for (const text of queueTexts(stored, snapshot)) notify(text)
    const unknown = unknownConstraintsText(snapshot)
    if (unknown !== undefined) notify(unknown)
    return { id, snapshot }
  }
}

/**
 * Writes events and returns the snapshot after them. Reports and results of other processes, which do not make a
 * position stale, may have been written before them.
 */
async function written(
  storage: JournalStorage,
  id: StudyId,
  stored: StudySnapshot,
  events: readonly StudyEvent[],
): Promise<StudySnapshot> {
  if (events.length === 0) return stored
  const position = await storage.append(id, events, stored.position)
  if (position === stored.position + events.length) return replay(events, stored)
  return readJournal(storage, id, [], undefined, stored)
}

/** The events that apply the declarations of the opener to a stored study. */
function changes<P, M extends string, C extends string>(
  stored: StudySnapshot,
  options: StudyOptions<P, M, C>,
  at: number,
): StudyEvent[] {
  const events: StudyEvent[] = []
  const directions = directionsOf(options)
  if (directions && !sameDirections(directions, stored.directions)) {
    const sameMetrics = jsonKey(Object.keys(directions).sort()) === jsonKey([...stored.metrics].sort())
    if (!sameMetrics || options.changedDirections !== 'adopt') {
      throw studyError(
        'ERR_STUDY_MISMATCH',
        `${stored.name} was created to ${describe(stored.directions)}, but is now opened to ${describe(directions)}.` +
          (sameMetrics ? " To change the directions, pass changedDirections: 'adopt'." : ''),
      )
    }
    events.push({ type: 'directions-changed', directions, at })
  }
  const { constraints: given } = options
  const constraints = given === undefined ? undefined : checkedConstraints(given, stored.metrics)
  if (constraints && jsonKey(constraints) !== jsonKey(stored.constraints)) {
    events.push({ type: 'constraints-changed', constraints, at })
  }
  const declared = options.space as SearchSpace | undefined
  if (declared) {
    const changed = stored.hasDeclaredSpace ? dimensionChanges(stored.space, declared) : ['it is now declared.']
    // The stored space lacks constraints whose functions are not known here, so the descriptions are compared.
    changed.push(...constraintChanges(declaredConstraints(stored), constraintDescriptions(declared)))
    if (changed.length > 0) events.push({ type: 'space-changed', space: spaceToJson(declared), changes: changed, at })
  }
  return events
}

function changeText(event: StudyEvent, snapshot: StudySnapshot): string {
  if (event.type === 'directions-changed')
    return `The directions of ${snapshot.name} are now: ${describe(event.directions)}.`
  if (event.type === 'constraints-changed')
    return `The constraints of ${snapshot.name} are now: ${describeConstraints(event.constraints)}.`
  const changed = event.type === 'space-changed' ? event.changes.join(' ') : ''
  const { incompatible, count } = snapshot.finishedTrials
  const leftOut = [...snapshot.trials].filter((trial) => !trial.excluded && isLeftOut(snapshot, trial)).length
  const apart = leftOut > 0 ? ` best, bestTrials and recommend leave out ${countOf(leftOut, 'completed trial')}.` : ''
  return `The search space of ${snapshot.name} has changed: ${changed} ${fittingText(count, incompatible)}${apart}`
}

/** Notices of the effect of an edit of the space on waiting and paused trials. */
function queueTexts(before: StudySnapshot, after: StudySnapshot): string[] {
  if (before.space === after.space) return []
  const waiting = [...after.trials].filter((trial) => trial.state === 'waiting' || trial.state === 'paused')
  const isWhole = ({ space }: StudySnapshot, { params }: TrialRecord) =>
    encodeParams(space, params as Params) !== undefined
  const unfit: readonly TrialRecord[] = waiting.filter((trial) => unfitReason(after, trial) !== undefined)
  const unfitTrials = new Set(unfit)
  const partial = waiting.filter((trial) => !unfitTrials.has(trial) && isWhole(before, trial) && !isWhole(after, trial))
  const list = (trials: readonly TrialRecord[]) => trials.map(({ number }) => number).join(', ')
  return [
    ...(unfit.length > 0
      ? [`Queued trials that do not fit the space, and will fail when they start: ${list(unfit)}.`]
      : []),
    ...(partial.length > 0
      ? [`Queued trials without a value for new params, which the sampler will choose: ${list(partial)}.`]
      : []),
  ]
}

/** Whether all metrics have the same directions, in any order. */
const sameDirections = (one: Directions, other: Directions) =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([metric, direction]) => Object.hasOwn(other, metric) && other[metric] === direction)

const describe = (directions: Directions) =>
  Object.entries(directions)
    .map(([metric, direction]) => `${direction} ${metric}`)
    .join(', ')

const describeConstraints = (constraints: OutcomeConstraints) =>
  Object.entries(constraints)
    .map(([name, bounds]) => `${name} ${boundsText(bounds)}`)
    .join(', ') || 'none'
