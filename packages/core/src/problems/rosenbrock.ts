import { cube, everywhere, type Problem, realProblem } from './problem.ts'

/** A long, curved, almost flat valley: Rosenbrock (1960), extended to more dimensions; 0 at (1, …, 1). */
export function rosenbrock(dimensions = 2): Problem {
  return realProblem(`Rosenbrock-${dimensions}`, {
    bounds: cube(dimensions, -5, 10),
    optimum: 0,
    minimizers: [everywhere(dimensions, 1)],
    value: (x) => {
      let sum = 0
      for (let i = 0; i + 1 < x.length; i += 1) {
        const [here, next] = [x[i] as number, x[i + 1] as number]
        sum += 100 * (next - here * here) ** 2 + (1 - here) ** 2
      }
      return sum
    },
  })
}
