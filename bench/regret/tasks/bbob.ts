import { float, type Params, type SearchSpace, space } from 'sweetspot'
import { bbobFunction, FUNCTION_COUNT } from './bbob/suite.ts'
import { taskOf } from './problems.ts'
import type { Scenario } from './scenario.ts'

/** Names of the scenarios of the suite: `bbob`, or `bbob-10d` with the number of dimensions. */
const NAME = /^bbob(?:-(\d+)d)?$/

export const isBbob = (scenario: string): boolean => NAME.test(scenario) && dimensionsOf(scenario) >= 2

const dimensionsOf = (scenario: string): number => Number(NAME.exec(scenario)?.[1] ?? 5)

/** The 24 functions of BBOB on [−5, 5], in their first published instance. */
export function bbobScenario(name: string): Scenario {
  const dimensions = dimensionsOf(name)
  const names = Array.from({ length: dimensions }, (_, i) => `x${i + 1}`)
  const box = space(Object.fromEntries(names.map((each) => [each, float(-5, 5)]))) as SearchSpace
  return {
    name,
    instances: Array.from({ length: FUNCTION_COUNT }, (_, index) => `f${index + 1}`),
    load(instance) {
      const { optimum, optimalValue, value } = bbobFunction(Number(instance.slice(1)), dimensions, 1)
      return taskOf(name, instance, {
        name: `${name} ${instance}`,
        space: box,
        evaluate: (params: Params) => value(Float64Array.from(names, (each) => params[each] as number)),
        optimum: optimalValue,
        optimalParams: [Object.fromEntries(names.map((each, i) => [each, optimum[i] as number]))],
      })
    },
  }
}
