/** Tasks with known optima, from the engine's test problems: real, conditional, mixed, noisy and failing ones. */
import type { Params } from 'sweetspot'
import { keyFromSeed } from 'sweetspot/extend'
import {
  ackley,
  branin,
  discretizedProblem,
  failingProblem,
  hartmann3,
  hartmann6,
  levy,
  networkProblem,
  noisyProblem,
  type Problem,
  rastrigin,
  rosenbrock,
  shiftedProblem,
  treeProblem,
} from 'sweetspot/testing'
import { medianOfRandomPoints } from './random-reference.ts'
import type { Scenario } from './scenario.ts'
import type { Task } from './task.ts'

/** The precision of known optima, as a share of the regret of the median random point. */
export const KNOWN_OPTIMUM_FLOOR = 1e-12

/** Moves minima away from the middle of the range, which some systems try first. */
const offCenter = (problem: Problem, seed: number) => shiftedProblem(problem, keyFromSeed(seed))

const within = (name: string, low: number, high: number) => (params: Params) => {
  const value = params[name] as number
  return low < value && value < high
}

/** Standard deviations of noise: about 5 % of the range of the values. */
const PROBLEMS: { readonly [instance: string]: () => Problem } = {
  branin,
  'hartmann-3': hartmann3,
  'hartmann-6': hartmann6,
  'rosenbrock-2': () => rosenbrock(2),
  'rosenbrock-5': () => rosenbrock(5),
  'rastrigin-2': () => offCenter(rastrigin(2), 1),
  'ackley-5': () => offCenter(ackley(5), 2),
  'levy-4': () => levy(4),
  tree: treeProblem,
  network: networkProblem,
  'discretised-hartmann-6': () => discretizedProblem(hartmann6(), 11),
  'noisy-branin': () => noisyProblem(branin(), 15),
  'noisy-hartmann-6': () => noisyProblem(hartmann6(), 0.15),
  'noisy-network': () => noisyProblem(networkProblem(), 0.15),
  // A fifth of the space, beside one of the three minima.
  'failing-branin': () => failingProblem(branin(), within('x1', -2.9, 0.1)),
  // A fifth of the space, beside the minimum.
  'infinite-hartmann-6': () => infinite(hartmann6(), within('x1', 0.25, 0.45)),
}

/** A problem that returns ∞ in a region, or −∞, as a broken program may. */
function infinite(problem: Problem, region: (params: Params) => boolean): Problem {
  return Object.freeze({
    ...problem,
    name: `${problem.name}, infinite`,
    evaluate(params, trialKey) {
      if (!region(params)) return problem.evaluate(params, trialKey)
      return (params.x2 as number) < 0.5 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
    },
  } satisfies Problem)
}

export function problemScenario(): Scenario {
  return {
    name: 'problems',
    instances: Object.keys(PROBLEMS),
    load: (instance) => taskOf('problems', instance, (PROBLEMS[instance] as () => Problem)()),
  }
}

/** A problem with a known optimum as a task. */
export function taskOf(scenario: string, instance: string, problem: Problem): Task {
  return Object.freeze({
    scenario,
    instance,
    space: problem.space,
    optimum: problem.optimum,
    reference: medianOfRandomPoints(problem),
    floor: KNOWN_OPTIMUM_FLOOR,
    evaluate: (params, key) => ({ told: problem.evaluate(params, key), judged: problem.evaluate(params) }),
  } satisfies Task)
}
