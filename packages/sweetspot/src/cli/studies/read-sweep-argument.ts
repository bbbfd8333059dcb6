import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { nearestName } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import type { ReadSweep } from '../../sweep/sweep.ts'

/** Scripts and programs: files that people run, and that cannot be sweeps. */
const PROGRAM = /\.(?:py|ipynb|sh|bash|zsh|rb|r|jl|pl|php|lua|go|rs|exe|bat|cmd|ps1)$/i

const SWEEP = /\.(?:ya?ml|json|m?[jt]s)$/i

/**
 * Reads the sweep file that a command line names; an empty sweep without one.
 *
 * @param hint - What to add to the message if it is no sweep file.
 * @throws ERR_USAGE if it does not exist or is a program, and the errors of the file
 */
export async function readSweepArgument(file: string | undefined, cwd: string, hint: string): Promise<ReadSweep> {
  if (file === undefined) return { sweep: {}, notices: [] }
  const path = resolve(cwd, file)
  if (PROGRAM.test(file)) {
    throw productError('ERR_USAGE', `${file} is no sweep file, which is YAML, JSON, TypeScript or JavaScript.${hint}`)
  }
  if (!existsSync(path)) {
    const meant = nearestSweep(path)
    const end = meant === undefined ? hint : ` Did you mean ${meant}?`
    throw productError('ERR_USAGE', `The sweep file ${file} does not exist.${end}`)
  }
  const { readSweepFile } = await import('../../sweep/read-sweep-file.ts')
  return readSweepFile(path)
}

/** The file beside a missing one whose name is nearest. */
function nearestSweep(path: string): string | undefined {
  if (!existsSync(dirname(path))) return undefined
  return nearestName(
    basename(path),
    readdirSync(dirname(path)).filter((name) => SWEEP.test(name)),
  )
}
