import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { productError } from '../../product-error.ts'
import { salvageStudies } from '../../salvage-studies.ts'
import type { Paint } from '../../terminal/ansi.ts'
import { wrapWords } from '../../text/wrap-words.ts'
import type { CommandCode } from '../command-code.ts'
import type { CommandContext } from '../command-context.ts'
import { checkFile } from '../doctor/check-file.ts'
import { checkStudies } from '../doctor/check-studies.ts'
import { type Finding, ok } from '../doctor/finding.ts'
import { EXIT } from '../exit-codes.ts'
import { paletteFor } from '../output/palette.ts'
import { storageAddress } from '../storage-address.ts'

/** `sweetspot doctor` */
export const doctor: CommandCode<'doctor'> = async ({ options: { salvage, backup } }, context) => {
  if (salvage !== undefined) return salvageTo(salvage, context)
  if (backup !== undefined) return backUpTo(backup, context)
  const { storagePath } = context
  const findings = [
    ok('node', `Node ${process.versions.node} on ${process.platform} ${process.arch}.`),
    ...(storagePath === undefined ? [] : checkFile(storagePath)),
    ...(await checkStudies(context)),
  ]
  await print(findings, context)
  return findings.some(({ state }) => state === 'fault') ? EXIT.storage : EXIT.done
}

async function print(findings: readonly Finding[], { print, session }: CommandContext): Promise<void> {
  if (print.format !== 'table') {
    return print.listing({
      columns: [{ name: 'check' }, { name: 'state' }, { name: 'says' }],
      rows: findings.map(({ check, state, says }) => ({ check, state, says })),
      empty: '',
    })
  }
  // Explanations are read, so they are wrapped between words and never cut.
  const paint = paletteFor(session.stdout, session.env)
  for (const { check, state, says } of findings) {
    const [first = '', ...others] = wrapWords(`${MARKS[state]} ${check}: ${says}`, print.width - 4)
    print.raw(
      [painted(paint, state)(first), ...others.map((line) => `    ${line}`)].map((line) => `${line}\n`).join(''),
    )
  }
}

const MARKS = { ok: '✓ ok', warning: '△ warning', fault: '✗ fault' } as const

function painted(paint: Paint, state: Finding['state']): (line: string) => string {
  const tint = { ok: paint.green, warning: paint.yellow, fault: paint.red }[state]
  return (line) => `${tint(MARKS[state])}${line.slice(MARKS[state].length)}`
}

async function salvageTo(file: string, context: CommandContext): Promise<void> {
  const { session, print } = context
  const from = pathOf(context)
  const { address, path } = storageAddress(file, session.cwd)
  if (path !== undefined && existsSync(path)) throw productError('ERR_FILE_EXISTS', `${file} exists already.`)
  const saved = await salvageStudies({ from: `sqlite:${from}`, to: address })
  await print.listing({
    columns: [{ name: 'study' }, { name: 'events' }, { name: 'lost' }],
    rows: saved.map(({ name, events, lost }) => ({ study: name, events, lost })),
    empty: `${from} has no studies that can be read.`,
  })
  if (saved.length > 0) print.notice(`Saved to ${file}; the damaged file is unchanged.`)
}

async function backUpTo(file: string, context: CommandContext): Promise<void> {
  const from = pathOf(context)
  const { backupStudies } = await import('../../backup-studies.ts')
  await backupStudies({ from, to: resolve(context.session.cwd, file) })
  context.print.notice(`Backed up ${context.storageName} to ${file}.`)
}

/** @throws ERR_USAGE, ERR_FILE_NOT_FOUND */
function pathOf({ storagePath, storageName }: CommandContext): string {
  if (storagePath === undefined)
    throw productError('ERR_USAGE', `Expected the storage to be a file; received ${storageName}.`)
  if (!existsSync(storagePath)) throw productError('ERR_FILE_NOT_FOUND', `The storage ${storageName} does not exist.`)
  return storagePath
}
