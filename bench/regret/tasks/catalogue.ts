import { SweetspotError } from 'sweetspot'
import { bbobScenario, isBbob } from './bbob.ts'
import { problemScenario } from './problems.ts'
import type { Scenario } from './scenario.ts'
import { YAHPO_SCENARIOS, yahpoScenario } from './yahpo.ts'

export const SCENARIOS: readonly string[] = [...YAHPO_SCENARIOS, 'problems', 'bbob']

/**
 * Returns a scenario by name.
 *
 * @param data - The folder of YAHPO Gym's data, for the scenarios that need it.
 * @throws ERR_INVALID_ARGUMENT if the scenario is unknown, or its data are missing
 */
export function scenarioOf(name: string, data: string | undefined): Scenario {
  if (name === 'problems') return problemScenario()
  if (isBbob(name)) return bbobScenario(name)
  if (YAHPO_SCENARIOS.includes(name)) return yahpoScenario(name, data)
  throw new SweetspotError(
    'ERR_INVALID_ARGUMENT',
    `Unknown scenario ${name}; expected ${SCENARIOS.join(', ')}, or bbob-10d for bbob in ten dimensions.`,
  )
}

/**
 * Selects instances: `dev` for those that may be used for tuning, `test` for the others, `test:8` for eight evenly
 * spread ones of the others, `all`, or names. A scenario without a split is always used as a whole, unless names are
 * given.
 *
 * @throws ERR_INVALID_ARGUMENT if no scenario has an instance of a given name
 */
export function chosenInstances(
  scenarios: readonly Scenario[],
  chosen: string,
): readonly (readonly [Scenario, string])[] {
  const [, count] = /^test(?::(\d+))?$/.exec(chosen) ?? []
  const pairs = (pick: (scenario: Scenario) => readonly string[]) =>
    scenarios.flatMap((scenario) => pick(scenario).map((instance) => [scenario, instance] as const))
  if (chosen === 'all') return pairs(({ instances }) => instances)
  if (chosen === 'dev') return pairs(({ development, instances }) => development ?? instances)
  if (chosen.startsWith('test')) {
    return pairs(({ development, instances }) => {
      if (!development) return instances
      const others = instances.filter((instance) => !development.includes(instance))
      return count === undefined ? others : spread(others, Number(count))
    })
  }
  const names = chosen.split(',')
  const unknown = names.filter((name) => !scenarios.some(({ instances }) => instances.includes(name)))
  if (unknown.length > 0) {
    const known = scenarios.map(({ name, instances }) => `${name} has ${instances.join(', ')}`).join('; ')
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `Unknown instance ${unknown.join(', ')}: ${known}.`)
  }
  return pairs(({ instances }) => names.filter((name) => instances.includes(name)))
}

const spread = <T>(items: readonly T[], count: number): readonly T[] =>
  Array.from(
    { length: Math.min(count, items.length) },
    (_, index) => items[Math.floor((index * items.length) / count)] as T,
  )
