import type { Params } from '../../space/params.ts'
import type { ObjectiveResult } from '../outcome.ts'
import type { Trial } from '../trial.ts'

/** Computes the value of a trial's params. */
export type Objective<P = Params, M extends string = string, C extends string = never> = (
  trial: Trial<P, M>,
) => ObjectiveResult<M, C> | Promise<ObjectiveResult<M, C>>
