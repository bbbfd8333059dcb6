import {
  type FloatParameter,
  float,
  type IntParameter,
  type Json,
  type Parameter,
  type RangePrior,
} from '@sweetspot/core'
import { priorText } from './grammar/prior-text.ts'
import { scalarOf } from './grammar/scalar-list.ts'

/**
 * The text of a parameter that `parseParameter` reads back, such as `lr=log:0.00001..0.1`. Undefined for what the
 * grammar cannot express: arrays and objects as values, and defaults.
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
      const { values, weights } = parameter
      if (weights) return prefixed('weighted:', weightedText(values, weights))
      const isPlain = values.length > 1 && !values.every((value) => typeof value === 'boolean')
      return prefixed(isPlain ? '' : 'choice:', listText(values))
    }
  }
}

const prefixed = (prefix: string, text: string | undefined) => (text === undefined ? undefined : prefix + text)

function rangeText(parameter: FloatParameter | IntParameter): string {
  const { kind, low, high, scale, multipleOf, prior } = parameter
  const step = parameter.kind === 'int' && parameter.step === 1 ? undefined : parameter.step
  const steps =
    step !== undefined ? `/${numberText(step)}` : multipleOf !== undefined ? `%${numberText(multipleOf)}` : ''
  // A point marks a float; the step of an integer is one, so it needs none.
  const number = (value: number) => {
    const text = kind === 'int' ? String(value) : numberText(value)
    return kind === 'float' && /^-?\d+$/.test(text) ? `${text}.0` : text
  }
  const range = `${number(low)}..${number(high)}${steps}`
  const isWhole = [low, high].every((value) => /^-?\d+$/.test(String(value)))
  const prefix = kind === 'int' && !isWhole ? 'int:' : ''
  if (prior) {
    const { text, range: whole } = priorText(prior)
    return kind === 'float' && steps === '' && hasEnds(parameter, prior, whole) ? text : `${text}:${prefix}${range}`
  }
  return `${scale === 'linear' ? '' : `${scale}:`}${prefix}${range}`
}

/** Whether a range is the one that its distribution has anyway. */
function hasEnds({ low, high }: FloatParameter | IntParameter, prior: RangePrior, whole: string): boolean {
  const [from = 0, to = 0] = whole.split('..').map((end) => Number(end.replace('inf', 'Infinity')))
  const own = float(from, to, { prior })
  return own.low === low && own.high === high
}

/** A number without an exponent, unless that saves several zeros. */
function numberText(value: number): string {
  const [plain, scientific] = [String(value), value.toExponential().replace('e+', 'e')]
  return scientific.length + 1 < plain.length && Math.abs(value) < 1 ? scientific : plain
}

function weightedText(values: readonly Json[], weights: readonly number[]): string | undefined {
  const texts = values.map(scalarText)
  if (!texts.every((text) => text !== undefined)) return undefined
  return texts.map((text, index) => `${text}=${weights[index]}`).join(',')
}

function listText(values: readonly Json[]): string | undefined {
  const texts = values.map(scalarText)
  return texts.every((text) => text !== undefined) ? texts.join(',') : undefined
}

/** Texts that need no quotes: words and paths that cannot be read as another value or form. */
const PLAIN = /^[A-Za-z_/][\w./+-]*$/

function scalarText(value: Json): string | undefined {
  if (typeof value === 'object' && value !== null) return undefined
  // Only with an exponent are large integers numbers.
  if (typeof value === 'number') return scalarOf(String(value)) === value ? String(value) : value.toExponential()
  if (typeof value !== 'string') return String(value)
  const isPlain = PLAIN.test(value) && !value.includes('..') && scalarOf(value) === value
  return isPlain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`
}
