import type { CommandCode } from '../command-code.ts'
import { readParams } from '../studies/assignments.ts'
import { withStudy } from '../studies/open-for-writing.ts'

/** `sweetspot enqueue` */
export const enqueue: CommandCode<'enqueue'> = ({ arguments: { study, params }, options: { skipIfTried } }, context) =>
  withStudy(context, study, async (opened, snapshot) => {
    const number = await opened.enqueue(readParams(params, snapshot), { skipIfTried })
    const isOld = number < snapshot.trials.next
    context.print.notice(isOld ? `Trial ${number} already has these params.` : `Queued as trial ${number}.`)
    await context.print.listing({ columns: [{ name: 'number', heading: 'trial' }], rows: [{ number }], empty: '' })
  })
