import { countOf } from '@sweetspot/core'
import type { CommandCode } from '../command-code.ts'
import { withStudy } from '../studies/open-for-writing.ts'
import { findStudy, trialOf } from '../studies/stored-study.ts'

/** `sweetspot cancel` */
export const cancel: CommandCode<'cancel'> = async ({ arguments: { study, trials }, options }, context) => {
  const { reason, yes } = options
  const isWhole = trials.length === 0
  if (isWhole && !yes) {
    await context.confirm(`Stop ${await findStudy(context, study)} and cancel all of its running and queued trials?`)
  }
  await withStudy(context, study, async (opened, snapshot) => {
    for (const number of trials) trialOf(snapshot, number)
    if (isWhole) await opened.stop(reason)
    const unfinished = [...(await opened.refresh()).trials].filter(({ state }) =>
      ['running', 'waiting', 'paused'].includes(state),
    )
    const rows: { number: number; cancelled: boolean }[] = []
    for (const number of isWhole ? unfinished.map((trial) => trial.number) : trials) {
      rows.push({ number, cancelled: await opened.cancel(number, reason) })
    }
    const cancelled = rows.filter((row) => row.cancelled)
    for (const { number } of rows.filter((row) => !row.cancelled)) {
      context.print.notice(`Trial ${number} had already finished.`)
    }
    context.print.notice(
      `${isWhole ? `${opened.name} is stopped; cancelled` : 'Cancelled'} ${countOf(cancelled.length, 'trial')}.`,
    )
  })
}
