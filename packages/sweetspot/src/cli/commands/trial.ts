import { formatJson, formatParams } from '../../text/format-value.ts'
import type { CommandCode } from '../command-code.ts'
import type { SheetLine } from '../output/listing.ts'
import { readStoredStudy, trialOf } from '../studies/stored-study.ts'
import { resultLines, stateLines, trialData } from '../studies/trial-texts.ts'

/** Maximum measurements of a curve that are shown; data formats have all. */
const SHOWN_MEASUREMENTS = 5

/** `sweetspot trial` */
export const trial: CommandCode<'trial'> = async ({ arguments: { study, trial: number } }, context) => {
  const snapshot = await readStoredStudy(context, study)
  const record = trialOf(snapshot, number)
  const { attributes, suggestion, measurements } = record
  const blank: SheetLine = { label: '', text: '' }
  const last = measurements.slice(-SHOWN_MEASUREMENTS)
  const curve = last.map(({ step, values }): SheetLine => ({ label: `step ${step}`, text: formatParams(values) }))
  const notes = Object.entries(attributes).map(([name, value]): SheetLine => ({ label: name, text: formatJson(value) }))
  await context.print.sheet({
    data: trialData(record),
    lines: [
      { label: 'trial', text: `${number} of ${snapshot.name}`, paint: (paint) => paint.bold },
      ...stateLines(record),
      ...(suggestion ? [{ label: 'suggested', text: `by ${suggestion.sampler}, ${suggestion.phase}` }] : []),
      blank,
      ...resultLines(record, snapshot),
      ...(curve.length > 0 ? [blank, ...curve] : []),
      ...(notes.length > 0 ? [blank, ...notes] : []),
    ],
  })
}
