import { countOf } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import type { CommandCode } from '../command-code.ts'
import { checkOptions } from '../files/applicable-options.ts'
import { IMPORT } from '../files/import-formats.ts'
import { pathIn } from '../files/path-in.ts'
import { directionsOf } from '../studies/goal-options.ts'
import { findStudy } from '../studies/stored-study.ts'
import { IMPORT_FORMATS, type ImportFormat } from '../table/file-formats.ts'

/** `sweetspot import` */
export const importCommand: CommandCode<'import'> = async (
  { arguments: { file, format: named }, options },
  context,
) => {
  const { session, storage: to, print } = context
  const { study, source, minimize, maximize, timeZone, escapeFormulas } = options
  const path = pathIn(session, file)
  const format = named ?? (await formatOf(path, file))
  const { takes, read } = IMPORT[format]
  checkOptions(format, takes, { study, source, minimize, maximize, timeZone, escapeFormulas })
  const directions = directionsOf(options)
  if (format === 'csv') {
    if (study === undefined) throw productError('ERR_USAGE', 'Expected --study: a table does not name its study.')
    // Without directions, the trials are for a study that exists.
    if (directions === undefined) await findStudy(context, study)
  }
  const before = new Set((await to.list()).map(({ name }) => name))
  const request = { path, to, study, source, directions, timeZone, escapeFormulas }
  for (const { name, trialCount, notices } of await read(request)) {
    for (const notice of notices) print.notice(notice)
    const count = countOf(trialCount, 'trial')
    print.notice(before.has(name) ? `Added ${count} to ${name}.` : `Created ${name} with ${count}.`)
  }
}

async function formatOf(path: string, file: string): Promise<ImportFormat> {
  const { recognizedFormat } = await import('../files/recognized-format.ts')
  const format = recognizedFormat(path)
  if (format !== undefined) return format
  throw productError(
    'ERR_USAGE',
    `Expected a format after ${file}, whose ending and content name none of ${IMPORT_FORMATS.join(', ')}.`,
  )
}
