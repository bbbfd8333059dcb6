import {
  formatValue,
  type Json,
  nearestName,
  type Parameter,
  type StudySnapshot,
  SweetspotError,
} from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import { numberFromText } from '../../text/number-text.ts'

/**
 * Splits `name=value` words.
 *
 * @throws ERR_USAGE for a word without `=`, or a name given twice
 */
export function splitAssignments(words: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const word of words) {
    const at = word.indexOf('=')
    if (at < 1) throw productError('ERR_USAGE', `Expected name=value; received ${formatValue(word)}.`)
    const name = word.slice(0, at)
    if (found.has(name)) throw productError('ERR_USAGE', `Expected one value of ${name}; received two.`)
    found.set(name, word.slice(at + 1))
  }
  return found
}

/**
 * Reads params from `name=value` words by the study's space: numbers for ranges, one of the values for choices. Names
 * of a define-by-run space that are not known yet get JSON values, or texts.
 *
 * @throws ERR_USAGE for an invalid word; ERR_INVALID_PARAMS for an unknown name or a value that no parameter of that
 *   name has
 */
export function readParams(
  words: readonly string[],
  { space, hasDeclaredSpace, name: study }: StudySnapshot,
): { readonly [name: string]: Json } {
  const names = [...new Set(space.dimensions.map(({ name }) => name))]
  const entries = [...splitAssignments(words)].map(([name, text]): [string, Json] => {
    const parameters = space.dimensions.filter((dimension) => dimension.name === name).map(({ parameter }) => parameter)
    if (parameters.length === 0) {
      if (!hasDeclaredSpace) return [name, jsonOrText(text)]
      const nearest = nearestName(name, names)
      const hint = nearest === undefined ? `Its parameters are ${names.join(', ')}.` : `Did you mean ${nearest}?`
      throw new SweetspotError('ERR_INVALID_PARAMS', `Unknown parameter ${formatValue(name)} of ${study}. ${hint}`)
    }
    for (const parameter of parameters) {
      const value = valueOf(parameter, text)
      if (value !== undefined) return [name, value]
    }
    const [first] = parameters
    throw new SweetspotError(
      'ERR_INVALID_PARAMS',
      `Expected ${name} to be ${first ? wanted(first, text) : 'a value of the space'}; received ${formatValue(text)}.`,
    )
  })
  return Object.fromEntries(entries)
}

/** The value that a text means for a parameter; undefined if it means none. */
function valueOf(parameter: Parameter, text: string): Json | undefined {
  switch (parameter.kind) {
    case 'float':
    case 'int': {
      const value = numberFromText(text)
      return Number.isFinite(value) ? value : undefined
    }
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined
    case 'choice':
    case 'ordinal':
      return oneOf(parameter.values, text)
    case 'fixed':
      return oneOf([parameter.value], text)
  }
}

/** The value with this text: a text without quotes, or any value as JSON. */
function oneOf(values: readonly Json[], text: string): Json | undefined {
  const json = jsonOrText(text)
  const asJson = JSON.stringify(json)
  return values.find((value) => value === text) ?? values.find((value) => JSON.stringify(value) === asJson)
}

function wanted(parameter: Parameter, text: string): string {
  switch (parameter.kind) {
    case 'float':
    case 'int':
      return `a number from ${parameter.low} to ${parameter.high}`
    case 'boolean':
      return 'true or false'
    case 'fixed':
      return formatValue(parameter.value)
    case 'choice':
    case 'ordinal': {
      const texts = parameter.values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
      const nearest = nearestName(text, texts)
      return `one of ${texts.join(', ')}${nearest === undefined ? '' : ` (perhaps ${nearest})`}`
    }
  }
}

/** A JSON value, or the text itself if it is not JSON. */
export function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
