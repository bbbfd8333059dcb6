import type { TextStream } from '../terminal/live-screen.ts'

/** A signal by which people and systems ask a program to end. */
export type StopSignal = 'SIGINT' | 'SIGTERM'

/** The process as a command line sees it. Tests pass their own. */
export interface Session {
  readonly stdout: TextStream
  readonly stderr: TextStream
  readonly stdin: AsyncIterable<string | Uint8Array> & { readonly isTTY?: boolean | undefined }
  readonly env: { readonly [name: string]: string | undefined }
  /** The absolute path of the current folder. */
  readonly cwd: string
  /** Aborted by SIGINT and SIGTERM, with the exit code as its reason, for commands that follow something. */
  readonly interrupted: AbortSignal
  /**
   * Calls `listener` on each SIGINT and SIGTERM, which then no longer end the program. Returns a function that ends this.
   */
  onSignal(listener: (signal: StopSignal) => void): () => void
  /** The current time, in milliseconds since 1970. */
  now(): number
}

/** Whether a person sits at the terminal: only then are questions asked. */
export function isInteractive({ stdin, stderr, env }: Session): boolean {
  return stdin.isTTY === true && stderr.isTTY === true && !env.CI && env.TERM !== 'dumb'
}
