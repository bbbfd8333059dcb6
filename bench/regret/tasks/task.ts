import type { Params, SearchSpace } from 'sweetspot'
import type { Key } from 'sweetspot/extend'

/** The result of one evaluation. */
export interface Evaluation {
  /** The value told to the system, to minimise; NaN or infinite if the trial fails. */
  readonly told: number
  /** The value without noise, which judges the system. */
  readonly judged: number
}

/** An objective to minimise, and the data to judge the result. */
export interface Task {
  readonly scenario: string
  readonly instance: string
  readonly space: SearchSpace
  /** The least value without noise. */
  readonly optimum: number
  /** The value with normalised regret 1: the worst value of a surrogate, or the median of random points. */
  readonly reference: number
  /** Minimum normalised regret: the precision of the known optimum. */
  readonly floor: number
  /** Pure: all randomness comes from the key. */
  evaluate(params: Params, key: Key): Evaluation | Promise<Evaluation>
}

/**
 * The normalised regret of a value: (value − optimum) / (reference − optimum), in [floor, 1].
 */
export function normalizedRegret(value: number, { optimum, reference, floor }: Omit<Task, 'evaluate'>): number {
  return Math.min(1, Math.max(floor, (value - optimum) / (reference - optimum)))
}
