import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { causeText } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import type { CommandContext } from '../command-context.ts'

/** Where a command writes its result. */
export interface OutputOptions {
  /** The path as given; `-` and undefined are stdout. */
  readonly output: string | undefined
  /** Whether an existing file is replaced without a question. */
  readonly yes: boolean
}

/**
 * Writes text to a file, or to stdout without one.
 *
 * @throws ERR_FILE_ACCESS; the errors of {@link mustReplace}
 */
export async function writeOutput(
  context: CommandContext,
  { output, yes }: OutputOptions,
  text: string,
): Promise<void> {
  const { print, session } = context
  if (output === undefined || output === '-') return print.raw(text)
  await mustReplace(context, output, yes)
  try {
    await replacing(resolve(session.cwd, output), async (path) => writeFileSync(path, text))
  } catch (cause) {
    throw productError('ERR_FILE_ACCESS', `${output} cannot be written: ${causeText(cause)}.`, { cause })
  }
  print.notice(`Wrote ${output}.`)
}

/**
 * Whether there is a file to replace, which a person has to confirm.
 *
 * @param isReplaceable - Whether the result is one file. Default: true.
 * @throws ERR_FILE_EXISTS, ERR_NOT_CONFIRMED; ERR_USAGE if it is the storage
 */
export async function mustReplace(
  { session, storagePath, confirm }: CommandContext,
  output: string,
  isConfirmed: boolean,
  isReplaceable = true,
): Promise<boolean> {
  const path = resolve(session.cwd, output)
  if (storagePath !== undefined && filesOf(storagePath).some((file) => isSameFile(file, path))) {
    throw productError('ERR_USAGE', `--output names the storage itself, ${output}.`)
  }
  if (!existsSync(path)) return false
  if (!isReplaceable || !statSync(path).isFile()) throw productError('ERR_FILE_EXISTS', `${output} exists already.`)
  if (!isConfirmed) await confirm(`Replace ${output}?`)
  return true
}

/** Writes a file beside an old one, and replaces that when all of it is written. */
export async function replacing<T>(path: string, write: (path: string) => Promise<T>): Promise<T> {
  const beside = `${path}.${process.pid}.new`
  try {
    const result = await write(beside)
    renameSync(beside, path)
    return result
  } finally {
    rmSync(beside, { force: true })
  }
}

/** The file of a storage and those that belong to it. */
const filesOf = (storagePath: string) => ['', '-wal', '-shm', '-mark'].map((ending) => `${storagePath}${ending}`)

/** Whether two paths are one file, also through links. A path without a file is compared as text. */
function isSameFile(one: string, other: string): boolean {
  if (one === other) return true
  if (!existsSync(one) || !existsSync(other)) return false
  const [first, second] = [statSync(one), statSync(other)]
  return first.dev === second.dev && first.ino === second.ino
}
