import type { Params, SearchSpace } from 'sweetspot'
import type { Key } from 'sweetspot/extend'

/** What one evaluation gives. */
export interface Evaluation {
  /** What the system is told, to be minimised; NaN or infinite where the trial fails. */
  readonly told: number
  /** The value without noise, by which the system is judged. */
  readonly judged: number
}

/** Something to be minimised, with what is needed to judge how well that was done. */
export interface Task {
  readonly scenario: string
  readonly instance: string
  readonly space: SearchSpace
  /** The least value, chance aside. */
  readonly optimum: number
  /** The value whose normalised regret is 1: of surrogates the worst one, of known optima the median of random points. */
  readonly reference: number
  /** Normalised regrets below are counted as this: how exactly the optimum is known. */
  readonly floor: number
  /** Pure: chance comes from the key alone. */
  evaluate(params: Params, key: Key): Evaluation | Promise<Evaluation>
}

/**
 * How far a value is from the optimum, as a share of how far the reference is: (value − optimum) / (reference − optimum),
 * in [floor, 1].
 */
export function normalisedRegret(value: number, { optimum, reference, floor }: Omit<Task, 'evaluate'>): number {
  return Math.min(1, Math.max(floor, (value - optimum) / (reference - optimum)))
}
