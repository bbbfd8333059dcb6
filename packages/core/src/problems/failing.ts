import { SweetspotError } from '../errors.ts'
import type { Params } from '../space/params.ts'
import type { Problem } from './problem.ts'

/**
 * Makes a problem return NaN in a region, like a diverging training run.
 *
 * @param region - Whether params fail; must be false for the optimal params.
 * @throws ERR_INVALID_ARGUMENT if the region contains an optimum
 */
export function failingProblem(problem: Problem, region: (params: Params) => boolean): Problem {
  if (problem.optimalParams.some(region)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected a failing region without the optima of ${problem.name}; the region contains one.`,
    )
  }
  return Object.freeze({
    ...problem,
    name: `${problem.name}, failing`,
    evaluate: (params, trialKey) => (region(params) ? Number.NaN : problem.evaluate(params, trialKey)),
  } satisfies Problem)
}
