import { cube, everywhere, type Problem, realProblem } from './problem.ts'

/** Waves whose amplitude changes along each coordinate: Levy & Montalvo (1985); 0 at (1, …, 1). */
export function levy(dimensions = 2): Problem {
  return realProblem(`Levy-${dimensions}`, {
    bounds: cube(dimensions, -10, 10),
    optimum: 0,
    minimizers: [everywhere(dimensions, 1)],
    value: (x) => {
      const w = x.map((xi) => 1 + (xi - 1) / 4)
      const [first, last] = [w[0] as number, w.at(-1) as number]
      let sum = Math.sin(Math.PI * first) ** 2 + (last - 1) ** 2 * (1 + Math.sin(2 * Math.PI * last) ** 2)
      for (const wi of w.subarray(0, -1)) sum += (wi - 1) ** 2 * (1 + 10 * Math.sin(Math.PI * wi + 1) ** 2)
      return sum
    },
  })
}
