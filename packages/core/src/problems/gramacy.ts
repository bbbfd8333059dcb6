import type { Params } from '../space/params.ts'
import type { ConstrainedProblem } from './constrained-problem.ts'
import { realProblem } from './problem.ts'

/**
 * A linear objective whose best values are infeasible under a wavy constraint, with several local optima along its
 * edge, and a disc: Gramacy et al., "Modeling an augmented Lagrangian for blackbox constrained optimization"
 * (Technometrics 58, 2016), section 2.2. Somewhat less than half of the square is feasible.
 */
export function gramacy(): ConstrainedProblem {
  const plane = realProblem('Gramacy', {
    bounds: [
      [0, 1],
      [0, 1],
    ],
    // The point where the wave's edge has the slope −1: solved by Newton's method, and rounded to a feasible point.
    optimum: 0.5997880520100675,
    minimizers: [[0.19512268347207165, 0.404665368537996]],
    value: (x) => x[0]! + x[1]!,
  })
  const measure = ({ x1, x2 }: Params) => {
    const [a, b] = [x1 as number, x2 as number]
    return { wave: 1.5 - a - 2 * b - Math.sin(2 * Math.PI * (a * a - 2 * b)) / 2, disc: a * a + b * b - 1.5 }
  }
  return Object.freeze({ ...plane, constraints: { wave: { atMost: 0 }, disc: { atMost: 0 } }, measure })
}
