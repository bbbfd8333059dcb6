import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { causeText, type SweetspotError } from '@sweetspot/core'
import type { MarkedFamily } from '../../executors/processes/process-table.ts'
import { stopFamily, stopLeftovers } from '../../executors/processes/stop-family.ts'
import { productError } from '../../product-error.ts'
import { LineSplitter, type SkippedLines } from '../results/line-splitter.ts'
import { shorten } from '../results/object-values.ts'
import type { TrialLog } from '../trial-log.ts'
import type { OrphanWatcher } from './orphan-watcher.ts'

/** Milliseconds without output after which the output of processes that left the command's group is given up. */
const QUIET = 300
/** Milliseconds after which it is given up also if there is more, unless the log is slower than the command. */
const LONGEST_REST = 3_000
/** Milliseconds that processes have that a command left behind in its group. */
const LEFTOVER_GRACE = 1_000

/** Lines of stderr that do not tell why a command failed: indented ones, as in stack traces, and Node's last line. */
const NO_WORDS = /^(?:\s|$|\}|Node\.js v\d)/

export interface CommandProcessInput {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly environment: { readonly [name: string]: string }
  /** A text that is in the environment of the command, and nowhere else. */
  readonly mark: string
  readonly watcher: OrphanWatcher
  readonly log: TrialLog
  readonly grace: number
  /** Ends grace periods early. */
  readonly hurry: AbortSignal
  readonly line: (stream: 'stdout' | 'stderr', text: string) => void
}

/** The end of a command: its exit code, or the signal that ended it. */
export interface CommandEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The last line on stderr that says something. */
  readonly lastError?: string | undefined
  readonly skipped: SkippedLines
  /** Why the log is not complete. */
  readonly logError?: string | undefined
}

/** A command that runs in a process group of its own, with its output. */
export class CommandProcess {
  readonly #input: CommandProcessInput
  readonly #child: ChildProcess
  /** The processes of the command; undefined if it could not be started. */
  readonly family: MarkedFamily | undefined
  /** Rejects with ERR_COMMAND_NOT_STARTED if the system does not start the command. */
  readonly started: Promise<void>
  /** Resolves when all processes of the command have ended and all output has been read. */
  readonly ended: Promise<CommandEnd>
  #stopped: Promise<void> | undefined
  #hasExited = false
  #lastOutput = 0
  /** When the rest of the output is given up at the latest. */
  #lastCall = Number.POSITIVE_INFINITY
  #lastError: string | undefined

  constructor(input: CommandProcessInput) {
    this.#input = input
    const { argv, cwd, environment, mark, watcher } = input
    let child: ChildProcess | undefined
    let refusal: unknown
    this.family = watcher.start(mark, () => {
      try {
        child = spawn(argv[0] ?? '', argv.slice(1), {
          cwd,
          env: environment,
          detached: process.platform !== 'win32',
          stdio: ['ignore', 'pipe', 'pipe'],
          windowsHide: true,
        })
      } catch (error) {
        // Such as E2BIG.
        refusal = error
      }
      return child?.pid
    })
    if (!child) {
      void input.log.close().catch(() => {})
      throw notStarted(argv, refusal)
    }
    this.#child = child
    this.started = started(child, argv)
    this.ended = this.#watch(child)
    // Both reject if the command does not start; `started` is awaited first.
    this.ended.catch(() => {})
  }

  /** Whether the command itself has ended. */
  get hasExited(): boolean {
    return this.#hasExited
  }

  /** Stops all processes of the command. */
  stop(grace: number): void {
    if (this.family) this.#stopped ??= stopFamily(this.family, { grace, hurry: this.#input.hurry })
    else this.#child.kill('SIGKILL')
  }

  /** Gives the rest of the output of a command that has ended up, after a moment for what is already written. */
  endOutput(): void {
    this.#lastCall = Math.min(this.#lastCall, performance.now() + QUIET)
  }

  async #watch(child: ChildProcess): Promise<CommandEnd> {
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
    const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
      child.once('exit', (code, signal) => {
        this.#hasExited = true
        resolve({ code, signal })
      }),
    )
    const [stdout, stderr] = [this.#read(child, 'stdout'), this.#read(child, 'stderr')]
    try {
      await this.started
    } catch (error) {
      await this.#input.log.close().catch(() => {})
      throw error
    }
    const { code, signal } = await exited
    await (this.#stopped ??
      (this.family && stopLeftovers(this.family.leader, { grace: Math.min(this.#input.grace, LEFTOVER_GRACE) })))
    if (this.family) this.#input.watcher.ended(this.family)
    await this.#drain(child, closed)
    for (const splitter of [stdout, stderr]) splitter.end()
    const skipped = { stdout: stdout.tooLong, stderr: stderr.tooLong }
    const logError = await this.#input.log.close().then(() => undefined, causeText)
    return { code, signal, skipped, lastError: this.#lastError, logError }
  }

  #read(child: ChildProcess, stream: 'stdout' | 'stderr'): LineSplitter {
    const splitter = new LineSplitter((text) => {
      if (stream === 'stderr' && !NO_WORDS.test(text)) this.#lastError = shorten(text.trim())
      this.#input.line(stream, text)
    })
    const readable = child[stream]
    readable?.on('data', (chunk: Buffer) => {
      this.#lastOutput = performance.now()
      this.#input.log.write(chunk, readable)
      splitter.write(chunk)
    })
    readable?.on('error', () => {})
    return splitter
  }

  /** Reads the rest of the output, which a process outside the group may keep open. */
  async #drain(child: ChildProcess, closed: Promise<void>): Promise<void> {
    const isClosed = closed.then(() => true)
    this.#lastOutput = performance.now()
    const limit = this.#lastOutput + LONGEST_REST
    while (!(await Promise.race([isClosed, sleep(QUIET / 3, false)]))) {
      const now = performance.now()
      const isPaused = child.stdout?.isPaused() === true || child.stderr?.isPaused() === true
      const isQuiet = now >= Math.min(this.#lastOutput + QUIET, limit)
      if ((isPaused || !isQuiet) && now < this.#lastCall) continue
      child.stdout?.destroy()
      child.stderr?.destroy()
      return
    }
  }
}

function started(child: ChildProcess, argv: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) => reject(notStarted(argv, error)))
  })
}

function notStarted(argv: readonly string[], cause: unknown): SweetspotError {
  const text = `The command ${shorten(argv[0] ?? '')} could not be started: ${causeText(cause)}.`
  return productError('ERR_COMMAND_NOT_STARTED', text, { cause })
}
