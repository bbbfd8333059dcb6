import { printable, type StudySnapshot, studySummary } from '@sweetspot/core'
import { resultsTable } from '../../terminal/results-table.ts'
import { formatDuration } from '../../text/format-duration.ts'
import { formatJson } from '../../text/format-value.ts'
import type { CommandCode } from '../command-code.ts'
import type { Cell, SheetLine } from '../output/listing.ts'
import { timeText } from '../output/time-text.ts'
import { parameterText } from '../studies/parameter-text.ts'
import { runLine } from '../studies/run-line.ts'
import { readStoredStudy } from '../studies/stored-study.ts'
import { trialData } from '../studies/trial-texts.ts'

/** `sweetspot show` */
export const show: CommandCode<'show'> = async ({ arguments: { study } }, context) => {
  const snapshot = await readStoredStudy(context, study)
  const { print } = context
  await print.sheet({ data: dataOf(snapshot), lines: linesOf(snapshot) })
  if (print.format !== 'table') return
  if (snapshot.counts.completed > 0) {
    print.raw(`\n${resultsTable(snapshot, { trials: 5, width: print.width, recommended: false })}\n`)
  }
  // Not broken, so that it can be copied.
  const line = runLine(snapshot)
  if (line !== undefined) print.raw(`\nRun it again, or continue with --more 20:\n  ${printable(line)}\n`)
}

const directionsText = ({ directions }: StudySnapshot) =>
  Object.entries(directions)
    .map(([metric, direction]) => `${direction} ${metric}`)
    .join(', ')

function boundsText({ constraints }: StudySnapshot): string {
  return Object.entries(constraints)
    .flatMap(([name, { atMost, atLeast }]) => [
      ...(atLeast === undefined ? [] : [`${name} >= ${atLeast}`]),
      ...(atMost === undefined ? [] : [`${name} <= ${atMost}`]),
    ])
    .join(', ')
}

/** The attributes without internal ones and without those that were removed, which are null. */
const ownAttributes = ({ attributes }: StudySnapshot) =>
  Object.entries(attributes).filter(([name, value]) => value !== null && !name.startsWith('sweetspot.'))

function linesOf(snapshot: StudySnapshot): readonly SheetLine[] {
  const { name, status, counts, createdAt, changedAt, space, hasDeclaredSpace } = snapshot
  const { durations } = studySummary(snapshot)
  const states = Object.entries(counts).filter(([, count]) => count > 0)
  const bounds = boundsText(snapshot)
  return [
    { label: 'study', text: name, paint: (paint) => paint.bold },
    { label: 'status', text: status, paint: (paint) => (status === 'active' ? paint.green : paint.yellow) },
    { label: 'goal', text: directionsText(snapshot) },
    ...(bounds === '' ? [] : [{ label: 'constraints', text: bounds }]),
    { label: 'trials', text: states.map(([state, count]) => `${count} ${state}`).join(', ') || 'none yet' },
    ...(durations.elapsed > 0
      ? [
          {
            label: 'time',
            text: `${formatDuration(durations.elapsed)} from the first start to the last end, ${formatDuration(durations.total)} of trials`,
          },
        ]
      : []),
    { label: 'created', text: timeText(createdAt) },
    { label: 'changed', text: timeText(changedAt) },
    { label: 'space', text: hasDeclaredSpace ? 'declared' : 'define-by-run' },
    ...space.dimensions.map((dimension) => ({ label: `  ${dimension.name}`, text: parameterText(dimension) })),
    ...ownAttributes(snapshot).map(([label, value]) => ({ label, text: formatJson(value) })),
  ]
}

function dataOf(snapshot: StudySnapshot): { readonly [name: string]: Cell } {
  const { name, status, counts, directions, constraints, createdAt, changedAt, best } = snapshot
  const { bestTrials, durations, failures } = studySummary(snapshot)
  return {
    study: name,
    status,
    directions: { ...directions },
    constraints: Object.fromEntries(
      Object.entries(constraints).map(([constraint, bounds]) => [constraint, { ...bounds }]),
    ),
    counts: { ...counts },
    best: best ? JSON.parse(JSON.stringify(trialData(best))) : undefined,
    bestTrials: bestTrials.map(({ number }) => number),
    failures: failures.map(({ reason, error, trials }) => ({
      reason,
      ...(error !== undefined && { error }),
      trials: [...trials],
    })),
    elapsed: durations.elapsed,
    createdAt,
    changedAt,
    parameters: Object.fromEntries(
      snapshot.space.dimensions.map((dimension) => [dimension.id, parameterText(dimension)]),
    ),
    attributes: Object.fromEntries(ownAttributes(snapshot)),
    command: runLine(snapshot),
  }
}
