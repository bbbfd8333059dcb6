/** The program `sweetspot`: runs its command line in this process. */
import { readFileSync } from 'node:fs'
import { runCommandLine } from './command-line.ts'

/** The exit codes of signals. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const

/** Catches signals for commands that follow something; they end all others at once. */
function followSignals(): AbortSignal {
  const interrupting = new AbortController()
  for (const [signal, code] of Object.entries(SIGNALS)) process.once(signal, () => interrupting.abort(code))
  return interrupting.signal
}
let interrupted: AbortSignal | undefined

// A reader that has seen enough, such as head, closes the pipe.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1)
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
    now: Date.now,
  },
  version,
)
