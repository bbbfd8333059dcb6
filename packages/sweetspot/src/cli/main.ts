/** The program `sweetspot`: runs its command line in this process. */
import { readFileSync } from 'node:fs'
import { runCommandLine } from './command-line.ts'
import { CLOSED_PIPE, SIGNAL_EXIT } from './exit-codes.ts'
import { findCommand } from './parser/find-command.ts'
import type { StopSignal } from './session.ts'

const SIGNALS: readonly StopSignal[] = ['SIGINT', 'SIGTERM']

/** Catches signals for commands that follow something; they end all others at once. */
function followSignals(): AbortSignal {
  const interrupting = new AbortController()
  for (const signal of SIGNALS) process.once(signal, () => interrupting.abort(SIGNAL_EXIT[signal]))
  return interrupting.signal
}

function onSignal(listener: (signal: StopSignal) => void): () => void {
  for (const signal of SIGNALS) process.on(signal, listener)
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener)
  }
}

const argv = process.argv.slice(2)

function isRun(): boolean {
  try {
    const request = findCommand(argv)
    return request.kind === 'command' && request.command === 'run'
  } catch {
    // The command is unknown, which its error explains.
    return false
  }
}

let interrupted: AbortSignal | undefined

// A reader that has seen enough, such as head, closes the pipe: the program ends as by SIGPIPE. A run goes on without
// its reader, since its results are in the study.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(1)
    if (!isRun()) process.exit(CLOSED_PIPE)
  })
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

process.exitCode = await runCommandLine(
  argv,
  {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    get interrupted() {
      interrupted ??= followSignals()
      return interrupted
    },
    onSignal,
    now: Date.now,
  },
  version,
)
