import type { Params } from '../space/params.ts'
import type { OutcomeConstraints } from '../trial/constraint.ts'
import type { Problem } from './problem.ts'

/** A problem whose optimum is the least value among the params that satisfy outcome constraints. */
export interface ConstrainedProblem extends Problem {
  readonly constraints: OutcomeConstraints
  /** Returns the measured value of each constraint. */
  measure(params: Params): { readonly [constraint: string]: number }
}
