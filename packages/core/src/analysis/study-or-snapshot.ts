import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { formatValue } from '../space/json-value.ts'

/** A study as it is now, or a snapshot of one. */
export type StudyOrSnapshot = StudySnapshot | { readonly snapshot: StudySnapshot }

/**
 * The snapshot to analyse.
 *
 * @throws ERR_INVALID_ARGUMENT for anything but a study or a snapshot
 */
export function snapshotOf(source: StudyOrSnapshot): StudySnapshot {
  const given: unknown = source
  if (isSnapshot(given)) return given
  const inside = isObject(given) && 'snapshot' in given ? given.snapshot : undefined
  if (isSnapshot(inside)) return inside
  throw new SweetspotError('ERR_INVALID_ARGUMENT', `Expected a study or its snapshot; received ${formatValue(given)}.`)
}

const isSnapshot = (value: unknown): value is StudySnapshot =>
  isObject(value) && 'tried' in value && typeof value.tried === 'function' && 'directions' in value && 'trials' in value

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
