import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { productError } from '../../product-error.ts'
import type { ReadSweep } from '../../sweep/sweep.ts'

/**
 * Reads the sweep file that a command line names; an empty sweep without one.
 *
 * @param hint - What to add to the message if the file does not exist.
 * @throws ERR_USAGE if it does not exist, and the errors of the file
 */
export async function readSweepArgument(file: string | undefined, cwd: string, hint: string): Promise<ReadSweep> {
  if (file === undefined) return { sweep: {}, notices: [] }
  const path = resolve(cwd, file)
  if (!existsSync(path)) throw productError('ERR_USAGE', `The sweep file ${file} does not exist.${hint}`)
  const { readSweepFile } = await import('../../sweep/read-sweep-file.ts')
  return readSweepFile(path)
}
