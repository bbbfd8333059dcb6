import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Cell, type PeerSuggestions, roundsOf, type SkippedCell } from './cell.ts'
import { mixedTask } from './mixed-task.ts'

export interface PeerOptions {
  /** A Python with the peers: see bench/peers. */
  readonly python: string
  /** Seconds after which no further trial is asked for. */
  readonly seconds: number
  /** Seconds after which the cell is skipped. */
  readonly limit: number
}

/** Measures a peer on the same trials, in a separate process. */
export async function measurePeer(
  system: string,
  cell: Cell,
  { python, seconds, limit }: PeerOptions,
): Promise<PeerSuggestions | SkippedCell> {
  const { parameters, trials } = mixedTask(cell.dimensions)
  const script = fileURLToPath(new URL('../../peers/speed.py', import.meta.url))
  const running = promisify(execFile)(python, [script, system], { timeout: limit * 1_000, killSignal: 'SIGKILL' })
  running.child.stdin?.end(
    JSON.stringify({
      parallel: cell.concurrency,
      rounds: roundsOf(cell),
      seconds,
      parameters,
      finished: trials(cell.finished, 1),
    }),
  )
  try {
    const { stdout } = await running
    return { ...cell, system, ...(JSON.parse(stdout) as Omit<PeerSuggestions, 'system' | keyof Cell>) }
  } catch (error) {
    const { killed, stderr } = error as { readonly killed?: boolean; readonly stderr?: string }
    const skipped = killed ? `no result within ${limit} s` : (stderr?.trim().split('\n').at(-1) ?? String(error))
    return { ...cell, system, skipped }
  }
}
