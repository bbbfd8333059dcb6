import type { Json, StudySnapshot, TrialRecord } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import { formatDuration } from '../../text/format-duration.ts'
import type { CommandCode } from '../command-code.ts'
import type { Cell, Row } from '../output/listing.ts'
import { cellText } from '../output/text-table.ts'
import { readStoredStudy, trialOf } from '../studies/stored-study.ts'
import { durationOf, valuesOf } from '../studies/trial-texts.ts'

/** `sweetspot compare` */
export const compare: CommandCode<'compare'> = async (
  { arguments: { study, trials: numbers }, options: { all } },
  context,
) => {
  const snapshot = await readStoredStudy(context, study)
  const chosen = [...new Set(numbers)]
  if (chosen.length < 2) throw productError('ERR_USAGE', 'Expected at least two different trials to compare.')
  const trials = chosen.map((number) => trialOf(snapshot, number))
  const rows = rowsOf(trials, snapshot).filter((row) => all || !isSame(trials.map(({ number }) => row[`#${number}`])))
  await context.print.listing({
    columns: [{ name: 'property' }, ...trials.map(({ number }) => ({ name: `#${number}`, text: cellText }))],
    rows,
    empty: 'These trials are equal.',
  })
}

function rowsOf(trials: readonly TrialRecord[], { metrics, constraints }: StudySnapshot): readonly Row[] {
  const row = (property: string, valueOf: (trial: TrialRecord) => Cell): Row => ({
    property,
    ...Object.fromEntries(trials.map((trial) => [`#${trial.number}`, valueOf(trial)])),
  })
  const names = (of: (trial: TrialRecord) => object) => [...new Set(trials.flatMap((trial) => Object.keys(of(trial))))]
  const params = (trial: TrialRecord): { readonly [name: string]: Json | undefined } => trial.params
  return [
    ...[...metrics, ...Object.keys(constraints)].map((name) => row(name, (trial) => valuesOf(trial)[name])),
    ...names(params).map((name) => row(name, (trial) => params(trial)[name])),
    row('state', ({ state }) => state),
    row('time', (trial) => {
      const duration = durationOf(trial)
      return duration === undefined ? undefined : formatDuration(duration)
    }),
    ...names(({ attributes }) => attributes).map((name) => row(name, ({ attributes }) => attributes[name])),
  ]
}

const isSame = (values: readonly Cell[]) => new Set(values.map((value) => JSON.stringify(value))).size === 1
