import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Cell, OurSuggestions, PeerSuggestions, SkippedCell } from './cell.ts'
import { measurePeer, type PeerOptions } from './peers.ts'

export interface GridOptions extends Omit<PeerOptions, 'python'> {
  readonly dimensions: readonly number[]
  readonly finished: readonly number[]
  readonly concurrency: readonly number[]
  readonly peersAt: readonly number[]
  /** The peers; without them only ours is measured. */
  readonly python?: string
  readonly progress: (line: string) => void
  /** Called with all results so far after each cell. */
  readonly save: (results: SuggestionResults) => void
}

export interface SuggestionResults {
  readonly ours: readonly OurSuggestions[]
  readonly peers: readonly PeerSuggestions[]
  readonly skipped: readonly SkippedCell[]
}

/** The peers with a Gaussian process, like ours. */
export const PEERS = ['optuna-gp', 'keras-tuner']

/**
 * Measures every cell, ours and the peers' one after the other, so that other load affects all alike. A peer that was
 * skipped for some number of trials is not measured with more.
 */
export async function benchSuggestions(options: GridOptions): Promise<SuggestionResults> {
  const ours: OurSuggestions[] = []
  const peers: PeerSuggestions[] = []
  const skipped: SkippedCell[] = []
  const cells = cellsOf(options)
  for (const [index, cell] of cells.entries()) {
    const { dimensions, finished, concurrency } = cell
    options.progress(
      `suggestions ${index + 1}/${cells.length}: ${dimensions} parameters, ${finished} trials, ${concurrency} at once`,
    )
    ours.push(await measureOurs(cell, options.seconds))
    for (const system of options.python !== undefined && options.peersAt.includes(dimensions) ? PEERS : []) {
      const before = skipped.find((other) => other.system === system && isAlike(other, cell))
      const result = before
        ? { ...cell, system, skipped: `was given up after ${before.finished} trials already` }
        : await measurePeer(system, cell, { ...options, python: options.python as string })
      if ('skipped' in result) skipped.push(result)
      else peers.push(result)
    }
    options.save({ ours, peers, skipped })
  }
  return { ours, peers, skipped }
}

function cellsOf({ dimensions, finished, concurrency }: GridOptions): Cell[] {
  return concurrency.flatMap((concurrency) =>
    dimensions.flatMap((dimensions) =>
      finished.toSorted((a, b) => a - b).map((finished) => ({ dimensions, finished, concurrency })),
    ),
  )
}

const isAlike = (a: Cell, b: Cell) => a.dimensions === b.dimensions && a.concurrency === b.concurrency

async function measureOurs(cell: Cell, seconds: number): Promise<OurSuggestions> {
  const script = fileURLToPath(new URL('./measure-ours.ts', import.meta.url))
  const args = ['--expose-gc', script, JSON.stringify(cell), String(seconds)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as OurSuggestions
}
