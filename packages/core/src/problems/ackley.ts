import { cube, everywhere, type Problem, realProblem } from './problem.ts'

/** A deep hole in a wavy plain that is almost flat elsewhere: Ackley (1987); 0 at the origin. */
export function ackley(dimensions = 2): Problem {
  return realProblem(`Ackley-${dimensions}`, {
    bounds: cube(dimensions, -32.768, 32.768),
    optimum: 0,
    minimizers: [everywhere(dimensions, 0)],
    value: (x) => {
      const squares = x.reduce((sum, xi) => sum + xi * xi, 0) / x.length
      const waves = x.reduce((sum, xi) => sum + Math.cos(2 * Math.PI * xi), 0) / x.length
      // 20 + e − 20 exp(−0.2 √squares) − exp(waves), without cancellation near the minimum.
      return -20 * Math.expm1(-0.2 * Math.sqrt(squares)) - Math.E * Math.expm1(waves - 1)
    },
  })
}
