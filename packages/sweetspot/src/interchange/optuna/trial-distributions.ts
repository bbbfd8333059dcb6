import type { Dimension, Json, Params, StudySnapshot } from '@sweetspot/core'
import { pythonJson } from '../../text/python-json.ts'
import type { Distribution } from './distribution.ts'
import type { OptunaParam } from './optuna-study.ts'

/** The distributions of a study by parameter. Optuna wants compatible ones in all trials. */
export interface TrialDistributions {
  /** The param of a trial: its number in the file and a distribution that includes it. */
  paramOf(name: string, value: Json): OptunaParam
  /** One line for each parameter that is different in Optuna. */
  readonly notices: readonly string[]
}

type Numeric = Exclude<Distribution, { readonly kind: 'categorical' }>

/** Derives distributions from the space of a study and from the values that its trials had. */
export function trialDistributions({ space, trials }: StudySnapshot): TrialDistributions {
  const dimensions = Map.groupBy(space.dimensions, ({ name }) => name)
  const seen = new Map<string, Json[]>()
  for (const { params } of trials) {
    for (const [name, value] of Object.entries<Json>(params as Params)) {
      const values = seen.get(name)
      if (values) values.push(value)
      else seen.set(name, [value])
    }
  }
  const notices: string[] = []
  const found = new Map<string, Distribution>()
  for (const name of new Set([...dimensions.keys(), ...seen.keys()])) {
    const own = dimensions.get(name) ?? []
    const values = seen.get(name) ?? []
    const isRange = own.length > 0 && own.every(isNumeric) && values.every((value) => typeof value === 'number')
    found.set(name, isRange ? rangeOf(own, values as readonly number[]) : choicesOf(own, values))
    notices.push(...differences(name, own, isRange))
  }
  return {
    notices,
    paramOf(name, value) {
      const distribution = found.get(name) as Distribution
      if (distribution.kind !== 'categorical') {
        const number = value as number
        return { internal: number, distribution: widened(distribution, number) }
      }
      const key = pythonJson(pythonChoice(value))
      return { internal: distribution.choices.findIndex((choice) => pythonJson(choice) === key), distribution }
    },
  }
}

const isNumeric = ({ parameter: { kind } }: Dimension) => kind === 'float' || kind === 'int'

/** The range that all dimensions of one name have together. */
function rangeOf(dimensions: readonly Dimension[], values: readonly number[]): Numeric {
  const isInt = dimensions.every(({ parameter }) => parameter.kind === 'int') && values.every(Number.isSafeInteger)
  const ends = dimensions.flatMap(({ domain, parameter }) => {
    if (domain.levels !== Number.POSITIVE_INFINITY) return [domain.valueAt(0), domain.valueAt(domain.levels - 1)]
    return 'low' in parameter ? [parameter.low, parameter.high] : []
  }) as readonly number[]
  const low = ends.reduce((one, other) => Math.min(one, other))
  const high = ends.reduce((one, other) => Math.max(one, other))
  const isLog = ({ parameter }: Dimension) => 'scale' in parameter && parameter.scale === 'log'
  const log = dimensions.every(isLog) && values.every((value) => value > 0)
  const steps = new Set(dimensions.map(({ parameter }) => ('step' in parameter ? parameter.step : undefined)))
  const [step] = [...steps]
  const isStepped = !log && steps.size === 1 && step !== undefined && !(isInt && step === 1)
  return { kind: isInt ? 'int' : 'float', low, high, log, ...(isStepped && { step }) }
}

function choicesOf(dimensions: readonly Dimension[], values: readonly Json[]): Distribution {
  const listed = dimensions.flatMap(({ domain, parameter }) => {
    if (isNumeric({ parameter } as Dimension) || domain.levels === Number.POSITIVE_INFINITY) return []
    return Array.from({ length: domain.levels }, (_, level) => domain.valueAt(level))
  })
  const choices = [...listed, ...values].map(pythonChoice)
  return { kind: 'categorical', choices: [...new Map(choices.map((each) => [pythonJson(each), each])).values()] }
}

/** A value as a choice of Optuna, which has no arrays and objects: these become their JSON text. */
const pythonChoice = (value: Json) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value)

/** The distribution, wide enough for a value of an earlier space. */
function widened(distribution: Numeric, value: number): Numeric {
  const { low, high, step, ...rest } = distribution
  const isOnLattice = step === undefined || Math.abs((value - low) / step - Math.round((value - low) / step)) < 1e-6
  return { ...rest, low: Math.min(low, value), high: Math.max(high, value), ...(step && isOnLattice && { step }) }
}

function differences(name: string, dimensions: readonly Dimension[], isRange: boolean): string[] {
  const kinds = new Set(dimensions.map(({ parameter }) => parameter.kind))
  if (!isRange && dimensions.some(isNumeric))
    return [`${name} is a choice of all its values in Optuna, which has no parameter that is both range and choice.`]
  if (kinds.has('ordinal')) return [`${name} has no order in Optuna.`]
  const isReversed = dimensions.some(({ parameter }) => 'scale' in parameter && parameter.scale === 'reverse-log')
  return isReversed ? [`${name} has a linear scale in Optuna, which has no reverse-log scale.`] : []
}
