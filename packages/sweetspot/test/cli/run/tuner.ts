import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const launcher = join(import.meta.dirname, '../../../bin/sweetspot.cjs')

/** The built program, which runs in a process of its own. */
export interface Tuner {
  readonly process: ChildProcess
  /** The output so far. */
  output(): string
  /** Resolves when the output has a text. Rejects if the program ends before. */
  until(text: string | RegExp): Promise<void>
  /** The exit code, or that of the signal that ended it. */
  readonly ended: Promise<number>
}

/** Starts `sweetspot run` in a folder. */
export function startTuner(cwd: string, words: readonly string[]): Tuner {
  const child = spawn(process.execPath, [launcher, 'run', ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = () => child.kill('SIGKILL')
  process.once('exit', stop)
  let text = ''
  let isOver = false
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
  }
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code, signal) => {
      process.off('exit', stop)
      isOver = true
      resolve(signal === 'SIGKILL' ? 137 : signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : (code ?? -1))
    })
  })
  return {
    process: child,
    output: () => text,
    ended,
    async until(wanted) {
      while (!(typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text))) {
        if (isOver) throw new Error(`The program ended without ${String(wanted)}: ${text}`)
        await sleep(20)
      }
    },
  }
}

/** Runs another command line of the built program in a process of its own, and returns its stdout. */
export async function sweetspot(cwd: string, ...argv: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [launcher, ...argv], { cwd })
  return stdout
}
