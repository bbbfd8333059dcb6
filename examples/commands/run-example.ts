import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A trial in the result of a run. */
interface ResultTrial {
  readonly values: { readonly [name: string]: number }
  readonly params: { readonly [name: string]: unknown }
  readonly attempt: number
}

/** What `sweetspot run --format json` prints. */
export interface RunResult {
  readonly counts: { readonly completed: number; readonly failed: number }
  readonly best?: ResultTrial
  readonly front?: readonly ResultTrial[]
}

const program = join(import.meta.dirname, '../../packages/sweetspot/bin/sweetspot.cjs')

/** Runs an example with the built program, and keeps its study in a folder. */
export async function runExample(folder: string, words: readonly string[]): Promise<RunResult> {
  const storage = ['--storage', join(folder, 'sweetspot.db'), '--format', 'json', '--quiet']
  const argv = [program, 'run', ...storage, ...words]
  const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: import.meta.dirname })
  return JSON.parse(stdout) as RunResult
}
