import { countOf } from '@sweetspot/core'
import type { CommandCode } from '../command-code.ts'
import { withStudy } from '../studies/open-for-writing.ts'

/** `sweetspot pause` */
export const pause: CommandCode<'pause'> = ({ arguments: { study }, options: { reason } }, context) =>
  withStudy(context, study, async (opened) => {
    await opened.pause(reason)
    const { running } = opened.snapshot.counts
    context.print.notice(
      `${opened.name} is paused; ${countOf(running, 'running trial')} ${running === 1 ? 'continues' : 'continue'}.`,
    )
  })

/** `sweetspot resume` */
export const resume: CommandCode<'resume'> = ({ arguments: { study } }, context) =>
  withStudy(context, study, async (opened) => {
    await opened.resume()
    context.print.notice(`${opened.name} is resumed.`)
  })

/** `sweetspot stop` */
export const stop: CommandCode<'stop'> = ({ arguments: { study }, options: { reason } }, context) =>
  withStudy(context, study, async (opened) => {
    await opened.stop(reason)
    const { running } = opened.snapshot.counts
    context.print.notice(
      `${opened.name} is stopped; ${countOf(running, 'running trial')} ${running === 1 ? 'is' : 'are'} finished.`,
    )
  })
