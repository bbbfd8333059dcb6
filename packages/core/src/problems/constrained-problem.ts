import type { Params } from '../space/params.ts'
import type { OutcomeConstraints } from '../trial/constraint.ts'
import type { Problem } from './problem.ts'

/** A problem whose optimum is the least value among the params that meet constraints on what is measured. */
export interface ConstrainedProblem extends Problem {
  readonly constraints: OutcomeConstraints
  /** What a trial measures of each constraint. */
  measure(params: Params): { readonly [constraint: string]: number }
}
