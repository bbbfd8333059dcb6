import { cube, everywhere, type Problem, realProblem } from './problem.ts'

/** The least root of 4x³ − 32x + 5, the derivative of one term without its factor ½. */
const MINIMISER = -2.903534027771177

const term = (x: number) => (x ** 4 - 16 * x * x + 5 * x) / 2

/** A sum of double wells, the left one deeper: Styblinski & Tang (1990); about −39.166 for each dimension. */
export function styblinskiTang(dimensions = 2): Problem {
  return realProblem(`Styblinski–Tang-${dimensions}`, {
    bounds: cube(dimensions, -5, 5),
    optimum: dimensions * term(MINIMISER),
    minimizers: [everywhere(dimensions, MINIMISER)],
    value: (x) => x.reduce((sum, xi) => sum + term(xi), 0),
  })
}
