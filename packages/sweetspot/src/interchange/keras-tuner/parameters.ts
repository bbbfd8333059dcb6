import { boolean, choice, fixed, float, int, type Json, ordinal, type Parameter, SweetspotError } from '@sweetspot/core'
import { plainAttribute } from '../plain-attribute.ts'
import type { KerasParameter, KerasTrial } from './read-project.ts'

/** Values that stand among the hyperparameters, but that Hyperband itself sets. */
export const OWN_VALUES = /^tuner\//

/** A parameter, and what had to change for it. */
interface Converted {
  readonly parameter: Parameter
  readonly notices: readonly string[]
}

/**
 * The parameters of a project. Hyperparameters of one name in several conditional scopes become one, with the union of
 * their ranges.
 *
 * @throws ERR_INVALID_JSON
 */
export function kerasParameters(spaces: Iterable<readonly KerasParameter[]>): ReadonlyMap<string, Converted> {
  const found = new Map<string, Map<string, KerasParameter>>()
  for (const space of spaces) {
    for (const each of space) {
      if (OWN_VALUES.test(each.name)) continue
      const named = found.get(each.name) ?? new Map<string, KerasParameter>()
      found.set(each.name, named)
      named.set(JSON.stringify([each.kind, { ...each.config, conditions: undefined }]), each)
    }
  }
  return new Map([...found].map(([name, named]) => [name, united(name, [...named.values()])]))
}

/** The values of a trial whose conditions hold, and those that no hyperparameter explains. */
export function activeValues({ space, values }: KerasTrial): ReadonlyMap<string, Json> {
  const isActive = ({ conditions }: KerasParameter, depth = 0): boolean =>
    conditions.every(({ name, values: wanted }) => {
      if (!Object.hasOwn(values, name) || !wanted.some((value) => value === values[name])) return false
      const parents = space.filter((parent) => parent.name === name)
      // Conditions name earlier hyperparameters; a loop among them would never end.
      return depth > space.length || parents.length === 0 || parents.some((parent) => isActive(parent, depth + 1))
    })
  const active = Object.entries(values).filter(([name]) => {
    const declared = space.filter((each) => each.name === name)
    return !OWN_VALUES.test(name) && (declared.length === 0 || declared.some((each) => isActive(each)))
  })
  return new Map(active.map(([name, value]) => [name, plainAttribute(value)]))
}

function united(name: string, parameters: readonly KerasParameter[]): Converted {
  const [first] = parameters
  if (!first) throw new SweetspotError('ERR_INVALID_JSON', `${name} has no hyperparameter.`)
  if (parameters.length === 1) return converted(first)
  const others = `${name}: several ranges become one.`
  const ranges = parameters.filter(({ kind }) => kind === 'Int' || kind === 'Float')
  if (ranges.length === parameters.length) {
    const low = Math.min(...ranges.map(({ config }) => numberIn(config.min_value, name)))
    const high = Math.max(...ranges.map(({ config }) => numberIn(config.max_value, name)))
    const isInt = ranges.every(({ kind }) => kind === 'Int')
    return { parameter: isInt ? int(low, high) : float(low, high), notices: [others] }
  }
  const values = parameters.flatMap((each) => valuesOf(each))
  return { parameter: choice(distinct(values)), notices: [others] }
}

function valuesOf({ kind, config }: KerasParameter): readonly Json[] {
  if (kind === 'Boolean') return [false, true]
  if (kind === 'Fixed') return [plainAttribute(config.value)]
  if (kind === 'Choice') return choicesIn(config)
  return [plainAttribute(config.min_value), plainAttribute(config.max_value)]
}

const choicesIn = ({ values }: KerasParameter['config']) => (Array.isArray(values) ? values.map(plainAttribute) : [])

const distinct = (values: readonly Json[]): readonly Json[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
]

function converted({ kind, name, config }: KerasParameter): Converted {
  const { default: given } = config
  const known = given === null || given === undefined ? [] : [plainAttribute(given)]
  switch (kind) {
    case 'Boolean':
      return { parameter: boolean(known[0] === true ? { default: true } : { default: false }), notices: [] }
    case 'Fixed':
      return { parameter: fixed(plainAttribute(config.value)), notices: [] }
    case 'Choice': {
      const listed = choicesIn(config)
      const values = distinct(listed)
      const twice = values.length < listed.length ? [`${name}: values that are listed twice count once.`] : []
      const options = known.length > 0 && values.includes(known[0] ?? null) ? { default: known[0] ?? null } : {}
      return { parameter: config.ordered === true ? ordinal(values, options) : choice(values, options), notices: twice }
    }
    default:
      return rangeOf(kind, name, config, known[0])
  }
}

function rangeOf(
  kind: 'Int' | 'Float',
  name: string,
  config: KerasParameter['config'],
  given: Json | undefined,
): Converted {
  const low = numberIn(config.min_value, name)
  const high = numberIn(config.max_value, name)
  const { step, sampling } = config
  const isScaled = sampling === 'log' || sampling === 'reverse_log'
  const scale = sampling === 'log' ? 'log' : 'reverse-log'
  const isStepped = typeof step === 'number' && step > 0 && !(kind === 'Int' && step === 1)
  const notices = isScaled && isStepped ? [`${name}: a range on a logarithmic scale has no step here.`] : []
  const range = kind === 'Int' ? int : float
  const options = isScaled ? ({ scale } as const) : isStepped ? { step } : {}
  try {
    const parameter = range(low, high, typeof given === 'number' ? { ...options, default: given } : options)
    return { parameter, notices }
  } catch {
    return { parameter: range(low, high, options), notices }
  }
}

function numberIn(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new SweetspotError('ERR_INVALID_JSON', `Expected the range of ${name} to have two numbers.`)
}
