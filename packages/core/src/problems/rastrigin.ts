import { cube, everywhere, type Problem, realProblem } from './problem.ts'

/** A bowl with a regular grid of local minima: Rastrigin (1974); 0 at the origin. */
export function rastrigin(dimensions = 2): Problem {
  return realProblem(`Rastrigin-${dimensions}`, {
    bounds: cube(dimensions, -5.12, 5.12),
    optimum: 0,
    minimizers: [everywhere(dimensions, 0)],
    value: (x) => x.reduce((sum, xi) => sum + xi * xi + 10 * (1 - Math.cos(2 * Math.PI * xi)), 0),
  })
}
