import { type StudySnapshot, type TrialRecord, validateParams } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import type { CommandCode } from '../command-code.ts'
import { withStudy } from '../studies/open-for-writing.ts'
import { trialOf } from '../studies/stored-study.ts'

/** The attribute of a queued trial that names the trial it repeats. */
const RERUN_OF = 'rerunOf'

/** `sweetspot rerun` */
export const rerun: CommandCode<'rerun'> = ({ arguments: { study, trials: numbers }, options: { failed } }, context) =>
  withStudy(context, study, async (opened, snapshot) => {
    if (numbers.length > 0 === failed) {
      throw productError('ERR_USAGE', 'Expected either the numbers of trials or --failed.')
    }
    const chosen = failed ? failedTrials(snapshot) : numbers.map((number) => trialOf(snapshot, number))
    const rows: { number: number; rerunOf: number }[] = []
    // All of them or none: a trial that no longer fits is found before the first is queued.
    if (snapshot.hasDeclaredSpace) for (const { params } of chosen) validateParams(snapshot.space, params)
    for (const trial of chosen) {
      const number = await opened.enqueue(trial.params, { attributes: { [RERUN_OF]: trial.number } })
      rows.push({ number, rerunOf: trial.number })
    }
    await context.print.listing({
      columns: [
        { name: 'number', heading: 'trial' },
        { name: RERUN_OF, heading: 'repeats' },
      ],
      rows,
      empty: `${snapshot.name} has no failed trial that was not queued again.`,
    })
  })

/** The failed trials that no other trial repeats. Cancelled ones failed on purpose. */
function failedTrials({ trials }: StudySnapshot): readonly TrialRecord[] {
  const all = [...trials]
  const repeated = new Set(all.map(({ attributes }) => attributes[RERUN_OF]))
  return all.filter((trial) => trial.state === 'failed' && trial.reason !== 'cancelled' && !repeated.has(trial.number))
}
