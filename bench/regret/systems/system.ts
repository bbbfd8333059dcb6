import type { Params, SearchSpace } from 'sweetspot'

/** Params to try, with the system's own number. */
export interface Asked {
  readonly id: number
  readonly params: Params
}

/** A running optimization. */
export interface Optimization {
  ask(): Promise<Asked>
  /** @param value - A value to minimise; NaN or infinite if the trial failed. */
  tell(id: number, value: number): Promise<void>
  close(): Promise<void>
}

/** The settings of an optimization. */
export interface Start {
  readonly space: SearchSpace
  readonly seed: number
  /** The number of trials, and the number of trials that run at once. */
  readonly trials: number
  readonly parallel: number
}

/** An optimiser, ours or a peer. */
export interface System {
  readonly name: string
  /** The version of the software; known after the first start. */
  readonly version: string
  start(start: Start): Promise<Optimization>
  /** Releases resources that the system keeps between optimisations. */
  close(): Promise<void>
}
