import { formatValue, paretoFront, type StudySnapshot } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import type { CommandCode } from '../command-code.ts'
import type { Column } from '../output/listing.ts'
import { commandLineOf } from '../studies/command-text.ts'
import { withStudy } from '../studies/open-for-writing.ts'
import { paramsIn } from '../studies/params-forms.ts'
import { readStoredStudy } from '../studies/stored-study.ts'
import { resultLines, trialData } from '../studies/trial-texts.ts'
import { trialsRoot } from '../trials-root.ts'

/** `sweetspot best` */
export const best: CommandCode<'best'> = async ({ arguments: { study }, options: { as } }, context) => {
  const { print } = context
  const snapshot = await readStoredStudy(context, study)
  if (snapshot.metrics.length > 1 && as === undefined) return print.listing(frontListing(snapshot))
  // Says why there is no best trial.
  const trial = snapshot.best ?? (await withStudy(context, snapshot.name, async (opened) => opened.best))
  if (as === 'command') {
    const line = commandLineOf(trial, snapshot, trialsRoot(context))
    if (line === undefined) {
      throw productError(
        'ERR_USAGE',
        `The study ${formatValue(snapshot.name)} has no command, since sweetspot run did not create it.`,
      )
    }
    return print.raw(`${line}\n`)
  }
  if (as !== undefined) return print.raw(await paramsIn(as, trial.params))
  await print.sheet({
    data: trialData(trial),
    lines: [
      { label: 'trial', text: `${trial.number} of ${snapshot.name}`, paint: (paint) => paint.green },
      ...resultLines(trial, snapshot),
    ],
  })
}

function frontListing(snapshot: StudySnapshot) {
  const front = paretoFront(snapshot)
  const values = [...snapshot.metrics, ...Object.keys(snapshot.constraints)]
  const params = [...new Set(front.flatMap((trial) => Object.keys(trial.params)))]
  const columns: readonly Column[] = [
    { name: 'number', heading: 'trial', whole: true },
    ...values.map((name) => ({ name: `values.${name}`, heading: name })),
    ...params.map((name) => ({ name: `params.${name}`, heading: name })),
  ]
  const rows = front.map((trial) => ({
    number: trial.number,
    ...Object.fromEntries(values.map((name) => [`values.${name}`, trial.values[name]])),
    ...Object.fromEntries(params.map((name) => [`params.${name}`, trial.params[name]])),
  }))
  return { columns, rows, empty: `No trial of ${snapshot.name} has completed and meets all constraints.` }
}
