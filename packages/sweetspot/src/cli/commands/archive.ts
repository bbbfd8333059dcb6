import type { CommandCode } from '../command-code.ts'
import { withStudy } from '../studies/open-for-writing.ts'

/** `sweetspot archive` */
export const archive: CommandCode<'archive'> = ({ arguments: { study }, options: { undo } }, context) =>
  withStudy(context, study, async (opened) => {
    await opened.annotate({ archived: undo ? null : true })
    context.print.notice(
      undo ? `${opened.name} is listed again.` : `${opened.name} is archived; sweetspot studies --all still lists it.`,
    )
  })
