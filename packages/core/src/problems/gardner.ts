import type { Params } from '../space/params.ts'
import type { ConstrainedProblem } from './constrained-problem.ts'
import { realProblem } from './problem.ts'

/**
 * A problem whose feasible region is two small islands, 1.8 % of the square: the second simulation of Gardner et al.,
 * "Bayesian optimization with inequality constraints" (ICML 2014). In the better island sin(x1) is −1 at the optimum,
 * and sin(x2) is at least 0.95.
 */
export function gardner(): ConstrainedProblem {
  const waves = realProblem('Gardner', {
    bounds: [
      [0, 6],
      [0, 6],
    ],
    optimum: Math.asin(0.95) - 1,
    minimizers: [[1.5 * Math.PI, Math.asin(0.95) + 1e-15]],
    value: (x) => Math.sin(x[0]!) + x[1]!,
  })
  const measure = ({ x1, x2 }: Params) => ({ product: Math.sin(x1 as number) * Math.sin(x2 as number) })
  return Object.freeze({ ...waves, constraints: { product: { atMost: -0.95 } }, measure })
}
