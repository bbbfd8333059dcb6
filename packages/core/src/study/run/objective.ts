import type { Params } from '../../space/params.ts'
import type { Trial } from '../live/trial.ts'
import type { ObjectiveResult } from '../results/outcome.ts'

/**
 * Computes the value of the params of a trial.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export type Objective<P = Params, M extends string = string, C extends string = never> = (
  trial: Trial<P, M>,
) => ObjectiveResult<M, C> | Promise<ObjectiveResult<M, C>>
