import { summarize, type Timing } from '../timing.ts'

/** A cell of the measured grid. */
export interface Cell {
  /** Number of parameters. */
  readonly dimensions: number
  /** Number of finished trials. */
  readonly finished: number
  /** Number of running trials. */
  readonly concurrency: number
}

/** Microseconds. */
export interface Spread extends Timing {
  readonly max: number
  readonly count: number
}

/** Durations of our suggestions. */
export interface OurSuggestions extends Cell {
  /** A tell and an immediate ask; compared with the asks of peers. */
  readonly askAtOnce: Spread
  /** An ask after the background fit has finished, as while an objective runs. */
  readonly askRested: Spread
  /** The background fit after a result, including its yields. */
  readonly learning: Spread
  readonly tell: Spread
  /** The first ask of a process without a fitted model, in microseconds. */
  readonly cold: number
  /** The longest time for which the event loop was blocked, in microseconds. */
  readonly longestBlock: number
  readonly memory: Memory
}

export interface Memory {
  /** Megabytes in use after a garbage collection; Node only. */
  readonly heapMb?: number
  /** Peak memory of the whole process in megabytes. */
  readonly peakMb: number
}

/** Durations of a peer's suggestions; its asks include learning. */
export interface PeerSuggestions extends Cell {
  readonly system: string
  readonly version: string
  readonly ask: Spread
  readonly tell: Spread
  readonly cold: number
  readonly memory: Memory
}

/** A skipped cell, with the reason. */
export interface SkippedCell extends Cell {
  readonly system: string
  readonly skipped: string
}

export function spreadOf(durations: readonly number[]): Spread {
  return { ...summarize(durations), max: Math.max(...durations), count: durations.length }
}

/**
 * The number of rounds: large enough to include refits of our model, and small enough that the number of finished
 * trials stays close to the given one.
 */
export function roundsOf({ finished }: Cell): number {
  return Math.min(40, Math.max(8, Math.floor(finished / 4)))
}
