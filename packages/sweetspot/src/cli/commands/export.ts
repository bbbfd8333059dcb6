import { SweetspotError } from '@sweetspot/core'
import type { CommandCode } from '../command-code.ts'
import { type FileFormat, formatByEnding, WRITERS } from '../formats/file-formats.ts'
import { writeOutput } from '../output/write-output.ts'
import { readStoredStudy } from '../studies/stored-study.ts'

/** `sweetspot export` */
export const exportCommand: CommandCode<'export'> = async ({ arguments: { study, format }, options }, context) => {
  const chosen = format ?? formatOf(options.output)
  await writeOutput(context, options.output, await WRITERS[chosen](await readStoredStudy(context, study)))
}

function formatOf(file: string | undefined): FileFormat {
  const format = file === undefined ? undefined : formatByEnding(file)
  if (format !== undefined) return format
  throw new SweetspotError(
    'ERR_USAGE',
    `Expected a format, or --output with an ending that names one: ${Object.keys(WRITERS).join(', ')}.`,
  )
}
