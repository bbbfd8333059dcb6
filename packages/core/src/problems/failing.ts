import { SweetspotError } from '../errors.ts'
import type { Params } from '../space/params.ts'
import type { Problem } from './problem.ts'

/**
 * A problem that gives NaN in a region, as a training that diverges does.
 *
 * @param region - Whether params fail; true for none of the optimal ones.
 * @throws ERR_INVALID_ARGUMENT where the region covers an optimum
 */
export function failingProblem(problem: Problem, region: (params: Params) => boolean): Problem {
  if (problem.optimalParams.some(region)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `${problem.name} would fail at its optimum.`)
  }
  return Object.freeze({
    ...problem,
    name: `${problem.name}, failing`,
    evaluate: (params, trialKey) => (region(params) ? Number.NaN : problem.evaluate(params, trialKey)),
  } satisfies Problem)
}
