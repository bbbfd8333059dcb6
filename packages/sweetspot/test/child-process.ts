import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export interface Child {
  readonly process: ChildProcess
  /** The output so far. */
  output(): string
  /** Resolves when the process has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }>
}

/**
 * Runs a script of `processes/` with the Node that runs this test. The script imports the built package, like a user's
 * program.
 *
 * @param prefix - A command before the script, such as a shell that sets limits and then executes the rest.
 */
export function startScript(script: string, args: readonly string[], prefix: readonly string[] = []): Child {
  if (!existsSync(join(import.meta.dirname, '../dist/node/index.js'))) {
    throw new Error('The packages are not built: run `npm run build` first.')
  }
  const [command, ...rest] = [...prefix, process.execPath, join(import.meta.dirname, 'processes', script), ...args]
  const child = spawn(command as string, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = () => child.kill('SIGKILL')
  process.once('exit', stop)
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const ended = new Promise<{ code: number | null; output: string; errors: string }>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      process.off('exit', stop)
      resolve({ code, output, errors })
    })
  })
  return { process: child, output: () => output, ended }
}
