import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { causeText, SweetspotError } from '@sweetspot/core'
import type { CommandContext } from '../command-context.ts'

/**
 * Writes text to a file, or to stdout without one or for `-`. The file is replaced only when all of it is written.
 *
 * @throws ERR_FILE_ACCESS
 */
export async function writeOutput(
  { session, print }: CommandContext,
  file: string | undefined,
  content: string | Uint8Array,
): Promise<void> {
  if (file === undefined || file === '-') {
    return print.raw(typeof content === 'string' ? content : Buffer.from(content).toString('latin1'))
  }
  const path = resolve(session.cwd, file)
  const part = `${path}.${process.pid}.part`
  try {
    writeFileSync(part, content)
    renameSync(part, path)
  } catch (cause) {
    rmSync(part, { force: true })
    throw new SweetspotError('ERR_FILE_ACCESS', `${file} cannot be written: ${causeText(cause)}.`, { cause })
  }
  print.notice(`Wrote ${file}.`)
}
