import { choice, float } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import type { Problem } from './problem.ts'

const number = (params: Params, name: string) => params[name] as number

/**
 * A tree of choices: each of the four leaves has its own parameter, and each of the two branches a shared one:
 * Jenatton, Archambeau, González & Seeger, "Bayesian optimization with tree-structured dependencies" (ICML 2017),
 * section 5.1. The leaves differ by only 0.1, so that the best one is hard to find.
 */
export function treeProblem(): Problem {
  const leaf = float(-1, 1)
  const shared = float(0, 1)
  return Object.freeze({
    name: 'Tree',
    space: space({
      x1: choice({
        left: { r8: shared, x2: choice({ left: { x4: leaf }, right: { x5: leaf } }) },
        right: { r9: shared, x3: choice({ left: { x6: leaf }, right: { x7: leaf } }) },
      }),
    }) as SearchSpace,
    evaluate(params: Params) {
      if (params.x1 === 'left') {
        const own = params.x2 === 'left' ? number(params, 'x4') ** 2 + 0.1 : number(params, 'x5') ** 2 + 0.2
        return own + number(params, 'r8')
      }
      const own = params.x3 === 'left' ? number(params, 'x6') ** 2 + 0.3 : number(params, 'x7') ** 2 + 0.4
      return own + number(params, 'r9')
    },
    optimum: 0.1,
    optimalParams: Object.freeze([Object.freeze({ x1: 'left', r8: 0, x2: 'left', x4: 0 })]),
  })
}
