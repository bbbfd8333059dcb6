import type { FloatParameter, IntParameter, Json, Parameter } from '@sweetspot/core'
import { scalarOf } from './grammar/scalar-list.ts'

/**
 * The text of a parameter that `parseParameter` reads back, such as `lr=log:0.00001..0.1`. Undefined for what the
 * grammar cannot express: arrays and objects as values, multiples, priors, weights and defaults.
 */
export function formatParameter(name: string, parameter: Parameter): string | undefined {
  if (name.includes('=') || name !== name.trim()) return undefined
  if ('default' in parameter && parameter.default !== undefined) return undefined
  const values = valuesText(parameter)
  return values === undefined ? undefined : `${name}=${values}`
}

function valuesText(parameter: Parameter): string | undefined {
  switch (parameter.kind) {
    case 'float':
    case 'int':
      return rangeText(parameter)
    case 'boolean':
      return 'true,false'
    case 'fixed':
      return listText([parameter.value])
    case 'ordinal':
      return prefixed('ordinal:', listText(parameter.values))
    case 'choice': {
      if (parameter.weights) return undefined
      const { values } = parameter
      const isPlain = values.length > 1 && !values.every((value) => typeof value === 'boolean')
      return prefixed(isPlain ? '' : 'choice:', listText(values))
    }
  }
}

const prefixed = (prefix: string, text: string | undefined) => (text === undefined ? undefined : prefix + text)

function rangeText(parameter: FloatParameter | IntParameter): string | undefined {
  const { kind, low, high, scale, multipleOf, prior } = parameter
  if (multipleOf !== undefined || prior) return undefined
  const step = parameter.kind === 'int' && parameter.step === 1 ? undefined : parameter.step
  // A point marks a float; the step of an integer is one, so it needs none.
  const number = (value: number) => (kind === 'float' && /^-?\d+$/.test(String(value)) ? `${value}.0` : String(value))
  const range = `${number(low)}..${number(high)}${step === undefined ? '' : `/${step}`}`
  const isWhole = [low, high].every((value) => /^-?\d+$/.test(String(value)))
  const prefix = kind === 'int' && !isWhole ? 'int:' : ''
  return `${scale === 'linear' ? '' : `${scale}:`}${prefix}${range}`
}

function listText(values: readonly Json[]): string | undefined {
  const texts = values.map(scalarText)
  return texts.every((text) => text !== undefined) ? texts.join(',') : undefined
}

/** Texts that need no quotes: words and paths that cannot be read as another value or form. */
const PLAIN = /^[A-Za-z_/][\w./+-]*$/

function scalarText(value: Json): string | undefined {
  if (typeof value === 'object' && value !== null) return undefined
  if (typeof value !== 'string') return String(value)
  const isPlain = PLAIN.test(value) && !value.includes('..') && scalarOf(value) === value
  return isPlain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`
}
