import type { Params, SearchSpace } from 'sweetspot'

/** Params to be tried, under the system's own number for them. */
export interface Asked {
  readonly id: number
  readonly params: Params
}

/** One optimisation that is under way. */
export interface Optimisation {
  ask(): Promise<Asked>
  /** @param value - To be minimised; NaN or infinite where the trial failed. */
  tell(id: number, value: number): Promise<void>
  close(): Promise<void>
}

/** What an optimisation is started with. */
export interface Start {
  readonly space: SearchSpace
  readonly seed: number
  /** How many trials there will be, and how many of them run at once. */
  readonly trials: number
  readonly parallel: number
}

/** Software that optimises, ours or a peer's. */
export interface System {
  readonly name: string
  /** Of the software; known once an optimisation was started. */
  readonly version: string
  start(start: Start): Promise<Optimisation>
  /** Ends what the system keeps running between optimisations. */
  close(): Promise<void>
}
