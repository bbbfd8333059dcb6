import { choice, float, int, type SearchSpace, space, when } from 'sweetspot'
import type { Parameter } from 'sweetspot/extend'

/** The used parts of a `config_space.json` of YAHPO Gym: the JSON of the Python package ConfigSpace 0.4. */
export interface ConfigSpace {
  readonly hyperparameters: readonly Hyperparameter[]
  readonly conditions: readonly {
    readonly child: string
    readonly parent: string
    readonly type: string
    readonly value?: string
    readonly values?: readonly string[]
  }[]
  readonly forbiddens: readonly unknown[]
}

export type Hyperparameter =
  | { readonly name: string; readonly type: 'categorical'; readonly choices: readonly string[] }
  | {
      readonly name: string
      readonly type: 'uniform_float' | 'uniform_int'
      readonly log: boolean
      readonly lower: number
      readonly upper: number
    }

/**
 * The search space of a scenario, without the instance and the fidelities, which are not searched. Defaults are
 * omitted, so that no system starts with a point that others do not get.
 *
 * @throws Error if the file has unsupported features
 */
export function searchSpaceOf(config: ConfigSpace, unsearched: readonly string[]): SearchSpace {
  if (config.forbiddens.length > 0)
    throw new Error('The configuration space has forbidden combinations, which are not supported.')
  const searched = config.hyperparameters.filter(({ name }) => !unsearched.includes(name))
  const children = new Set(config.conditions.map(({ child }) => child))
  // Parents before their children, otherwise in the order of the file.
  const ordered = [
    ...searched.filter(({ name }) => !children.has(name)),
    ...searched.filter((h) => children.has(h.name)),
  ]
  return space(
    Object.fromEntries(
      ordered.map((hyperparameter) => {
        const parameter = parameterOf(hyperparameter)
        const tests = testsOf(config, hyperparameter.name)
        return [hyperparameter.name, Object.keys(tests).length > 0 ? when(tests, parameter) : parameter]
      }),
    ),
  ) as SearchSpace
}

function parameterOf(hyperparameter: Hyperparameter): Parameter {
  switch (hyperparameter.type) {
    case 'categorical':
      return choice(hyperparameter.choices)
    case 'uniform_int':
      return int(hyperparameter.lower, hyperparameter.upper, { log: hyperparameter.log })
    case 'uniform_float':
      return float(hyperparameter.lower, hyperparameter.upper, { log: hyperparameter.log })
    default:
      throw new Error(`A hyperparameter has the unknown type ${JSON.stringify(hyperparameter)}.`)
  }
}

function testsOf({ conditions }: ConfigSpace, name: string): { [parent: string]: { in: readonly string[] } } {
  return Object.fromEntries(
    conditions
      .filter(({ child }) => child === name)
      .map(({ parent, type, value, values }) => {
        if (type === 'EQ' && value !== undefined) return [parent, { in: [value] }]
        if (type === 'IN' && values !== undefined) return [parent, { in: values }]
        throw new Error(`A condition of ${name} has the unknown type ${type}.`)
      }),
  )
}
