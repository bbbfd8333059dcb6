import { isList } from '../arguments/shape.ts'
import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Direction } from '../trial/direction.ts'
import { chosenMetric, type MetricOption } from './chosen-metric.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** Returns the snapshots of one or several studies. */
export function snapshotsOf(studies: StudyOrSnapshot | readonly StudyOrSnapshot[]): readonly StudySnapshot[] {
  return isList(studies)
    ? Array.from(studies as readonly StudyOrSnapshot[], snapshotOf)
    : [snapshotOf(studies as StudyOrSnapshot)]
}

/**
 * The metric by which studies are compared.
 *
 * @throws ERR_UNKNOWN_METRIC; ERR_INVALID_ARGUMENT if there are no studies or their directions differ
 */
export function comparableMetric(
  snapshots: readonly StudySnapshot[],
  options: MetricOption,
): { readonly metric: string; readonly direction: Direction } {
  const [first] = snapshots
  if (!first) throw new SweetspotError('ERR_INVALID_ARGUMENT', 'Expected at least one study; received an empty list.')
  const { metric, direction } = chosenMetric(first, options)
  for (const snapshot of snapshots) {
    const { study, direction: own } = chosenMetric(snapshot, { metric })
    if (own === direction) continue
    const text = `Expected studies with the same direction of ${metric}; ${first.name} has ${direction}, and ${study} has ${own}.`
    throw new SweetspotError('ERR_INVALID_ARGUMENT', text)
  }
  return { metric, direction }
}
