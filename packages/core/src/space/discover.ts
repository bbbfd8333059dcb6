import { SweetspotError } from '../errors.ts'
import type { Condition } from './conditions.ts'
import { type Json, jsonKey } from './json-value.ts'
import type { Parameter } from './parameter.ts'
import type { Params } from './params.ts'
import { buildSpace, type Declaration, parameterKey, type SearchSpace } from './search-space.ts'

/**
 * What define-by-run objectives have shown of their search space: the parameters they asked for, in the order of their
 * first appearance, and for each pair of a parameter and a discrete one, with which of its values it was used and with
 * which it was not.
 */
export interface Discovery {
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly sightings: ReadonlyMap<string, Sighting>
}

interface Sighting {
  /** Keys (see `jsonKey`) of the parent's values. */
  readonly present: ReadonlyMap<string, Json>
  readonly absent: ReadonlyMap<string, Json>
}

export const nothingDiscovered: Discovery = { parameters: new Map(), sightings: new Map() }

const MAX_PARENT_VALUES = 64

/** Adds parameters that a trial asked for; a numeric range that changed is widened so that it covers both. */
export function discover(before: Discovery, found: { readonly [name: string]: Parameter }): Discovery {
  const parameters = new Map(before.parameters)
  for (const [name, parameter] of Object.entries(found)) {
    const known = parameters.get(name)
    parameters.set(name, known ? widen(name, known, parameter) : parameter)
  }
  return { ...before, parameters }
}

/**
 * The parameter that covers two definitions of one name: equal ones, or numeric ranges of one kind, scale and step.
 *
 * @throws ERR_PARAMETER_CONFLICT where the two cannot both be meant
 */
export function widen(name: string, known: Parameter, asked: Parameter): Parameter {
  if (parameterKey(known) === parameterKey(asked)) return known
  const numeric = (known.kind === 'float' && asked.kind === 'float') || (known.kind === 'int' && asked.kind === 'int')
  if (!numeric || known.scale !== asked.scale) {
    throw new SweetspotError(
      'ERR_PARAMETER_CONFLICT',
      `${name} was ${parameterKey(known)} and is now ${parameterKey(asked)}.`,
    )
  }
  const low = Math.min(known.low, asked.low)
  const high = Math.max(known.high, asked.high)
  if (known.kind === 'int' && asked.kind === 'int') {
    const aligned = known.step === asked.step && (known.low - asked.low) % known.step === 0
    return Object.freeze({ kind: 'int', low, high, step: aligned ? known.step : 1, scale: known.scale })
  }
  const step = (known as { step?: number }).step
  const aligned = step !== undefined && step === (asked as { step?: number }).step && known.low === asked.low
  return Object.freeze({ kind: 'float', low, high, scale: known.scale, ...(aligned ? { step } : {}) }) as Parameter
}

/** Adds what the params of a finished trial say about which parameters occur together. */
export function observe(before: Discovery, params: Params): Discovery {
  const names = [...before.parameters.keys()]
  const everywhere = names.every((name) => Object.hasOwn(params, name))
  const sightings = new Map(before.sightings)
  names.forEach((parent, index) => {
    if (!Object.hasOwn(params, parent) || !isDiscrete(before.parameters.get(parent) as Parameter)) return
    const value = params[parent] as Json
    for (const child of names.slice(index + 1)) {
      const id = `${parent}\n${child}`
      const used = Object.hasOwn(params, child)
      // A pair that always occurs together needs no record until something is absent for the first time.
      const known = sightings.get(id) ?? { present: new Map<string, Json>(), absent: new Map<string, Json>() }
      const side = used ? known.present : known.absent
      if (everywhere && side.has(jsonKey(value))) continue
      if (side.has(jsonKey(value)) || side.size > MAX_PARENT_VALUES) continue
      const wider = new Map(side).set(jsonKey(value), value)
      sightings.set(id, used ? { ...known, present: wider } : { ...known, absent: wider })
    }
  })
  return { parameters: before.parameters, sightings }
}

const isDiscrete = (parameter: Parameter) => parameter.kind !== 'float' && parameter.kind !== 'fixed'

/**
 * The search space discovered so far. A parameter is taken to depend on the first discrete parameter before it whose
 * values divide the trials exactly into those that used it and those that did not; values not seen yet count as using
 * it. Where no parameter explains an absence, the parameter counts as always active, which costs samplers a coordinate
 * without effect, never a wrong answer.
 */
export function discoveredSpace(discovery: Discovery): SearchSpace {
  const names = [...discovery.parameters.keys()]
  const declarations = names.map((name, index): Declaration => {
    const parameter = discovery.parameters.get(name) as Parameter
    for (const parent of names.slice(0, index)) {
      const condition = explain(
        parent,
        discovery.parameters.get(parent) as Parameter,
        discovery.sightings.get(`${parent}\n${name}`),
      )
      if (condition) return { name, parameter, conditions: [condition] }
    }
    return { name, parameter, conditions: [] }
  })
  return buildSpace(declarations)
}

function explain(parent: string, parameter: Parameter, seen: Sighting | undefined): Condition | undefined {
  if (!seen || seen.absent.size === 0 || seen.absent.size > MAX_PARENT_VALUES) return undefined
  if ([...seen.absent.keys()].some((key) => seen.present.has(key))) return undefined
  if (parameter.kind === 'int') return threshold(parent, seen)
  if (parameter.kind === 'float' || parameter.kind === 'fixed') return undefined
  const values: readonly Json[] = parameter.kind === 'boolean' ? [false, true] : parameter.values
  const using = values.filter((value) => !seen.absent.has(jsonKey(value)))
  return using.length > 0 ? { parameter: parent, test: { in: using } } : undefined
}

/** `for (let i = 0; i < layers; i++)` makes a parameter depend on a number being large enough. */
function threshold(parent: string, seen: Sighting): Condition | undefined {
  const present = [...seen.present.values()] as number[]
  const absent = [...seen.absent.values()] as number[]
  if (present.length === 0) return undefined
  if (Math.max(...absent) < Math.min(...present))
    return { parameter: parent, test: { atLeast: Math.max(...absent) + 1 } }
  if (Math.min(...absent) > Math.max(...present))
    return { parameter: parent, test: { atMost: Math.min(...absent) - 1 } }
  return undefined
}
