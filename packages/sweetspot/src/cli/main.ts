/** The program `sweetspot`: runs its command line in this process. */
import { readFileSync } from 'node:fs'
import { runCommandLine } from './command-line.ts'
import { CLOSED_PIPE, SIGNAL_EXIT } from './exit-codes.ts'
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
let interrupted: AbortSignal | undefined

// A reader that has seen enough, such as head, closes the pipe: the program ends as by SIGPIPE. A run goes on without
// its reader, since its results are in the study.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (process.argv[2] !== 'run' || error.code !== 'EPIPE') process.exit(error.code === 'EPIPE' ? CLOSED_PIPE : 1)
  })
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

process.exitCode = await runCommandLine(
  process.argv.slice(2),
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
