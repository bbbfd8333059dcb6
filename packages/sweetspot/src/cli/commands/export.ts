import { countOf } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import type { CommandCode } from '../command-code.ts'
import { checkOptions } from '../files/applicable-options.ts'
import { EXPORT } from '../files/export-formats.ts'
import { formatByEnding } from '../files/format-by-ending.ts'
import { pathIn } from '../files/path-in.ts'
import { mustReplace, replacing } from '../output/write-output.ts'
import { findStudy } from '../studies/stored-study.ts'
import { EXPORT_FORMATS, type ExportFormat } from '../table/file-formats.ts'

/** `sweetspot export` */
export const exportCommand: CommandCode<'export'> = async (
  { arguments: { study, format: named }, options },
  context,
) => {
  const { storage, print, session } = context
  const { output, uri, experiment, yes, escapeFormulas } = options
  const format = named ?? formatOf(output)
  const chosen = EXPORT[format]
  checkOptions(format, chosen.takes, { output, uri, experiment, yes, escapeFormulas })
  const source = { from: storage, study: await findStudy(context, study), escapeFormulas }
  if (chosen.target === 'server') {
    const { name, trialCount, notices } = await chosen.send(source, options, session.env)
    for (const notice of notices) print.notice(notice)
    return print.notice(`Sent ${countOf(trialCount, 'trial')} of ${name} to ${format}.`)
  }
  if (output === undefined || output === '-') {
    if (chosen.text) return print.raw(await chosen.text(source))
    throw productError('ERR_USAGE', `Export to ${format} needs --output with the path of a new ${chosen.target}.`)
  }
  const write = async (path: string) => (await chosen.write(source, path)).notices
  const notices = (await mustReplace(context, output, options.yes, chosen.replaces))
    ? await replacing(pathIn(session, output), write)
    : await write(pathIn(session, output))
  for (const notice of notices) print.notice(notice)
  print.notice(`Wrote ${output}.`)
}

function formatOf(file: string | undefined): ExportFormat {
  const format = file === undefined ? undefined : formatByEnding(file)
  if (format !== undefined) return format
  throw productError(
    'ERR_USAGE',
    `Expected a format, or --output with an ending that names one; the formats are ${EXPORT_FORMATS.join(', ')}.`,
  )
}
