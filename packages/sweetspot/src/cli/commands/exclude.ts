import { countOf } from '@sweetspot/core'
import type { CommandCode } from '../command-code.ts'
import { withStudy } from '../studies/open-for-writing.ts'
import { trialOf } from '../studies/stored-study.ts'

/** `sweetspot exclude` */
export const exclude: CommandCode<'exclude'> = ({ arguments: { study, trials }, options: { reason } }, context) =>
  withStudy(context, study, async (opened, snapshot) => {
    for (const number of trials) trialOf(snapshot, number)
    for (const number of trials) await opened.exclude(number, reason)
    context.print.notice(`${opened.name} now ignores ${countOf(trials.length, 'trial')}.`)
  })

/** `sweetspot include` */
export const include: CommandCode<'include'> = ({ arguments: { study, trials } }, context) =>
  withStudy(context, study, async (opened, snapshot) => {
    for (const number of trials) trialOf(snapshot, number)
    for (const number of trials) await opened.include(number)
    context.print.notice(`${opened.name} learns from ${countOf(trials.length, 'trial')} again.`)
  })
