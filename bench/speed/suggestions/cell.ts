import { summarise, type Timing } from '../timing.ts'

/** A place in the grid that is measured. */
export interface Cell {
  /** How many parameters the space has. */
  readonly dimensions: number
  /** How many trials are finished. */
  readonly finished: number
  /** How many trials are running. */
  readonly concurrency: number
}

/** Microseconds. */
export interface Spread extends Timing {
  readonly max: number
  readonly count: number
}

/** How long our suggestions take. */
export interface OurSuggestions extends Cell {
  /** From a tell to the params of the next trial, asked for at once: what peers' asks are held against. */
  readonly askAtOnce: Spread
  /** When the study has had time to learn from the last result, as it has while an objective runs. */
  readonly askRested: Spread
  /** Learning from a result, in the background, with its pauses for others. */
  readonly learning: Spread
  readonly tell: Spread
  /** The first ask of a process that has learned nothing yet, in microseconds. */
  readonly cold: number
  /** The longest time for which nothing else in the process had its turn, in microseconds. */
  readonly longestBlock: number
  readonly memory: Memory
}

export interface Memory {
  /** Megabytes in use after a garbage collection; Node only. */
  readonly heapMb?: number
  /** Megabytes of the whole process at its largest. */
  readonly peakMb: number
}

/** How long a peer's suggestions take; its asks include what it learns. */
export interface PeerSuggestions extends Cell {
  readonly system: string
  readonly version: string
  readonly ask: Spread
  readonly tell: Spread
  readonly cold: number
  readonly memory: Memory
}

/** A cell that was given up, and why. */
export interface SkippedCell extends Cell {
  readonly system: string
  readonly skipped: string
}

export function spreadOf(durations: readonly number[]): Spread {
  return { ...summarise(durations), max: Math.max(...durations), count: durations.length }
}

/**
 * How many trials are told and asked for in one go: enough that the trials after which our model is inferred anew are
 * among them, and so few that the number of finished trials stays about what it says.
 */
export function roundsOf({ finished }: Cell): number {
  return Math.min(40, Math.max(8, Math.floor(finished / 4)))
}
