import { formatValue } from '../arguments/format-value.ts'
import { SweetspotError } from '../errors.ts'
import { isSnapshot } from '../journal/check-snapshot.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'

/** A study, or a snapshot of one. */
export type StudyOrSnapshot = StudySnapshot | { readonly snapshot: StudySnapshot }

/**
 * Returns the snapshot to analyse.
 *
 * @throws ERR_INVALID_ARGUMENT if the source is not a study or a snapshot
 */
export function snapshotOf(source: StudyOrSnapshot): StudySnapshot {
  if (isSnapshot(source)) return source
  const inside = snapshotIn(source)
  if (isSnapshot(inside)) return inside
  throw new SweetspotError('ERR_INVALID_ARGUMENT', `Expected a study or its snapshot; received ${formatValue(source)}.`)
}

function snapshotIn(source: unknown): unknown {
  try {
    return (source as { readonly snapshot?: unknown } | null | undefined)?.snapshot
  } catch {
    return undefined
  }
}
