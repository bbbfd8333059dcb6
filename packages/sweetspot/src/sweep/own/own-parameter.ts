import {
  boolean,
  type Conditional,
  causeText,
  choice,
  type DistributionForm,
  distribution,
  fixed,
  float,
  int,
  type Json,
  nearestName,
  ordinal,
  type Parameter,
  type Shape,
  when,
} from '@sweetspot/core'
import { listedValues } from '../listed-values.ts'
import { parseParameter } from '../parameter-grammar.ts'

/** The kinds that a parameter in the form of an object can have; the first key names the kind. */
const KINDS = ['float', 'int', 'choice', 'ordinal', 'boolean', 'fixed'] as const
type Kind = (typeof KINDS)[number]

/** The options that numbers have. */
const OF_NUMBERS = ['step', 'multipleOf', 'log', 'scale', 'prior', 'default']

const OPTIONS: { readonly [kind in Kind]: readonly string[] } = {
  float: OF_NUMBERS,
  int: OF_NUMBERS,
  choice: ['weights', 'default'],
  ordinal: ['default'],
  boolean: ['default'],
  fixed: [],
}

/** How errors of texts begin that are given on the command line. */
const OF_OPTION = /^-p /

const isPlainObject = (given: unknown): given is { readonly [key: string]: unknown } =>
  typeof given === 'object' && given !== null && !Array.isArray(given)

/** A mistake in a space, and the keys that lead to it. */
export class SpaceFault extends Error {
  readonly path: readonly (string | number)[]

  constructor(path: readonly (string | number)[], message: string) {
    super(message)
    this.path = path
  }
}

/**
 * Reads the shape of a space: each value is a text in the grammar of `-p`, a list of values, one value, or an object
 * such as `{ float: [0, 1], log: true }`, which may have `when`.
 *
 * @throws SpaceFault, and the errors of the parameters
 */
export function ownShape(given: unknown, path: readonly (string | number)[]): Shape {
  if (!isPlainObject(given)) throw new SpaceFault(path, 'Expected an object of parameters by name.')
  const shape: [string, Parameter | Conditional][] = []
  for (const [name, definition] of Object.entries(given)) {
    const place = [...path, name]
    try {
      shape.push([name, ownParameter(name, definition, place)])
    } catch (thrown) {
      if (thrown instanceof SpaceFault) throw thrown
      throw new SpaceFault(place, causeText(thrown).replace(OF_OPTION, ''))
    }
  }
  return Object.fromEntries(shape)
}

function ownParameter(name: string, definition: unknown, path: readonly (string | number)[]): Parameter | Conditional {
  if (typeof definition === 'string') return parseParameter(`${name}=${definition}`).parameter
  if (Array.isArray(definition)) {
    return listedValues({ name, values: definition, dropRepeated: true, notice: refuseRepeated(path) })
  }
  if (!isPlainObject(definition)) return fixed(definition as Json)
  // The functions of the package make such parameters in a program; `space` checks them.
  if (typeof definition.kind === 'string') return definition as unknown as Parameter | Conditional
  const { when: tests, ...rest } = definition
  const parameter = objectParameter(rest, path)
  return tests === undefined ? parameter : when(tests as Parameters<typeof when>[0], parameter)
}

const refuseRepeated = (path: readonly (string | number)[]) => (text: string) => {
  throw new SpaceFault(path, text)
}

function objectParameter(given: { readonly [key: string]: unknown }, path: readonly (string | number)[]): Parameter {
  const kinds = KINDS.filter((kind) => kind in given)
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1) {
    const example = '{ float: [0, 1], log: true }'
    throw new SpaceFault(path, `Expected one of ${KINDS.join(', ')} in a parameter, such as ${example}.`)
  }
  const { [kind]: values, ...options } = given
  for (const key of Object.keys(options)) {
    if (OPTIONS[kind].includes(key)) continue
    const near = nearestName(key, [...OPTIONS[kind], 'when'])
    const hint = near === undefined ? '' : `; did you mean ${near}?`
    throw new SpaceFault([...path, key], `A ${kind} has no option ${JSON.stringify(key)}${hint || '.'}`)
  }
  switch (kind) {
    case 'float':
    case 'int': {
      const [low, high, ...more] = Array.isArray(values) ? values : []
      if (high === undefined || more.length > 0) {
        throw new SpaceFault([...path, kind], `Expected ${kind} to be the list [low, high].`)
      }
      const { prior, ...others } = options
      const distributed = prior === undefined ? others : { ...others, prior: distribution(prior as DistributionForm) }
      return (kind === 'float' ? float : int)(endOf(low), endOf(high), distributed)
    }
    case 'choice':
      if (!isPlainObject(values)) return choice(values as readonly Json[], options)
      return choice(
        Object.fromEntries(
          Object.entries(values).map(([option, shape]) => [option, ownShape(shape ?? {}, [...path, kind, option])]),
        ),
        options,
      )
    case 'ordinal':
      return ordinal(values as readonly Json[], options)
    case 'boolean':
      return boolean(options)
    case 'fixed':
      return fixed(values as Json)
  }
}

/** An end of a range; JSON has no infinity, so it is a text or, in YAML, `.inf`. */
const endOf = (end: unknown) =>
  end === '-inf'
    ? Number.NEGATIVE_INFINITY
    : end === 'inf' || end === '+inf'
      ? Number.POSITIVE_INFINITY
      : (end as number)
