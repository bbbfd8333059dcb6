import { type Problem, realProblem } from './problem.ts'

const B = 5.1 / (4 * Math.PI ** 2)
const C = 5 / Math.PI
const T = 1 / (8 * Math.PI)

/**
 * A valley with three equal minima in two dimensions: Branin (1972), in the form of Dixon & Szegő (1978). The minima
 * lie where the square vanishes and the cosine is −1, so their value is exactly 10/(8π).
 */
export function branin(): Problem {
  return realProblem('Branin', {
    bounds: [
      [-5, 10],
      [0, 15],
    ],
    optimum: 10 * T,
    minimizers: [
      [-Math.PI, 12.275],
      [Math.PI, 2.275],
      [3 * Math.PI, 2.475],
    ],
    value: (x) => {
      const [x1, x2] = x as unknown as readonly [number, number]
      return (x2 - B * x1 * x1 + C * x1 - 6) ** 2 + 10 * (1 - T) * Math.cos(x1) + 10
    },
  })
}
