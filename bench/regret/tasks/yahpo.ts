/**
 * Tasks from real tuning: YAHPO Gym's surrogates of learning curves and of XGBoost. Pfisterer, Schneider, Moosbauer,
 * Binder & Bischl, "YAHPO Gym: an efficient multi-objective multi-fidelity benchmark for hyperparameter optimization"
 * (AutoML 2022); the data are in the public repository slds-lmu/yahpo_data.
 */
import type { Scenario } from './scenario.ts'
import type { Task } from './task.ts'
import { openYahpo } from './yahpo-data.ts'
import { DEFINITIONS, type Definition } from './yahpo-definitions.ts'
import { largestKnown } from './yahpo-optima.ts'

export const YAHPO_SCENARIOS: readonly string[] = Object.keys(DEFINITIONS)

/** Minimum regret: optima come from a long search, so regrets below 1e-4 of the range are not meaningful. */
const FLOOR = 1e-4

/**
 * A scenario of YAHPO Gym.
 *
 * @param folder - The folder of the data; see `openYahpo`.
 * @throws ERR_INVALID_ARGUMENT
 */
export function yahpoScenario(name: string, folder: string | undefined): Scenario {
  const { development, target } = DEFINITIONS[name] as Definition
  const { space, instances, ranges, evaluate } = openYahpo(name, folder)
  return {
    name,
    instances,
    development,
    check: (instance) => void largestKnown(name, instance),
    load(instance): Task {
      const range = ranges.get(instance)
      if (!range) throw new Error(`${name} has no range of ${target} for ${instance}.`)
      return Object.freeze({
        scenario: name,
        instance,
        space,
        // The target is maximised, so its negation is told.
        optimum: -largestKnown(name, instance),
        reference: -range.min,
        floor: FLOOR,
        async evaluate(params) {
          const [value] = (await evaluate(instance, [params])) as [number]
          return { told: -value, judged: -value }
        },
      } satisfies Task)
    },
  }
}
