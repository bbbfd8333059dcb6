import { isList } from '../arguments/shape.ts'
import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Direction } from '../trial/direction.ts'
import { chosenMetric, type MetricOption } from './chosen-metric.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** The snapshots of one or several studies. */
export function snapshotsOf(studies: StudyOrSnapshot | readonly StudyOrSnapshot[]): readonly StudySnapshot[] {
  return isList(studies)
    ? Array.from(studies as readonly StudyOrSnapshot[], snapshotOf)
    : [snapshotOf(studies as StudyOrSnapshot)]
}

/**
 * The metric by which studies are compared.
 *
 * @throws ERR_UNKNOWN_METRIC, ERR_INVALID_ARGUMENT for no studies, or ones of different directions
 */
export function comparableMetric(
  snapshots: readonly StudySnapshot[],
  options: MetricOption,
): { readonly metric: string; readonly direction: Direction } {
  const [first] = snapshots
  if (!first) throw new SweetspotError('ERR_INVALID_ARGUMENT', 'There is no study to compare.')
  const { metric, direction } = chosenMetric(first, options)
  for (const snapshot of snapshots) {
    const { study, direction: own } = chosenMetric(snapshot, { metric })
    if (own === direction) continue
    const text = `${study} is to ${own} ${metric}, and ${first.name} to ${direction} it.`
    throw new SweetspotError('ERR_INVALID_ARGUMENT', text)
  }
  return { metric, direction }
}
