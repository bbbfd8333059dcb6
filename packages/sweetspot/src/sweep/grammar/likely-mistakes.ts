import { nearestName } from '@sweetspot/core'
import { NUMBER } from './scalar-list.ts'

/** The prefixes that name a kind, a scale or a distribution. */
export const KINDS = [
  'int',
  'float',
  'log',
  'reverse-log',
  'normal',
  'log-normal',
  'beta',
  'choice',
  'weighted',
  'ordinal',
] as const

/** A mistake in the text of a parameter, and the form that was probably meant. */
export interface Mistake {
  /** Index of the mistake in the text. */
  readonly at: number
  readonly why: string
  /** The text that was probably meant, if that can be told. */
  readonly meant?: string
}

/** Our prefixes for functions of other tools. */
const FUNCTIONS: { readonly [name: string]: string } = {
  log: 'log:',
  loguniform: 'log:',
  loguniformvalues: 'log:',
  float: 'float:',
  uniform: 'float:',
  interval: 'float:',
  int: 'int:',
  integer: 'int:',
  intuniform: 'int:',
  randint: 'int:',
  range: 'int:',
}

/** Those of distributions and of multiples, with the form of their arguments here. */
const CALLS: readonly [name: string, form: (...values: string[]) => string][] = [
  ['normal', (mean, sd) => `normal:${mean},${sd}`],
  ['lognormal', (mean, sd) => `log-normal:${mean},${sd}`],
  ['beta', (a, b) => `beta:${a},${b}`],
  ['quniform', (low, high, q) => `${low}..${high}%${q}`],
  ['qloguniform', (low, high, q) => `log:${low}..${high}%${q}`],
]

function ofCall(name: string, inner: string): Omit<Mistake, 'at'> | undefined {
  const values = inner.split(',').map((value) => value.trim())
  const form = CALLS.find(([call]) => call === name.replace(/_/g, '').toLowerCase())?.[1]
  const isComplete = form !== undefined && values.length === form.length
  return isComplete ? { why: 'there are no functions here', meant: form(...values) } : undefined
}

/** Forms of a single value that is a range or a list in another notation, tried in order. */
const FORMS: readonly [RegExp, (...groups: string[]) => Omit<Mistake, 'at'> | undefined][] = [
  [/^([[({])(.*)[\])}]$/s, (_, inner = '') => ({ why: 'lists have no brackets', meant: inner.replace(/\s+/g, '') })],
  [
    /^([A-Za-z_]+)\((.*)\)$/s,
    (name = '', inner = '') => {
      const values = inner.replace(/\s+/g, '')
      const call = ofCall(name, values)
      if (call) return call
      const kind = FUNCTIONS[name.replace(/_/g, '').toLowerCase()]
      if (kind !== undefined) return { why: 'ranges are written low..high', meant: kind + values.replace(',', '..') }
      return name === 'choice' ? { why: 'lists have no brackets', meant: values } : undefined
    },
  ],
  [
    new RegExp(`^(${NUMBER})\\s*(?:-|:|~|…|\\.{3,}|\\s+to\\s+)\\s*(${NUMBER})$`),
    (low, high) => ({ why: 'ranges are written low..high', meant: `${low}..${high}` }),
  ],
  [
    new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?:\\.\\.|:|\\s+by\\s+|\\s+step\\s+)(${NUMBER})$`),
    (low, high, step) => ({ why: 'a step is written /step', meant: `${low}..${high}/${step}` }),
  ],
  [
    new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?:\\*|q|/q)(${NUMBER})$`),
    (low, high, q) => ({ why: 'multiples are written %number', meant: `${low}..${high}%${q}` }),
  ],
]

const PAIR = new RegExp(`^([A-Za-z_-]+):(${NUMBER}\\s*,\\s*${NUMBER}(?::.*)?)$`)

/**
 * The mistake of a list that begins like a distribution whose name is wrong, such as `lognormal:0,1`; undefined if it
 * looks like a list.
 */
export function misnamedDistribution(text: string, from: number): Mistake | undefined {
  const [, kind = '', rest = ''] = PAIR.exec(text.slice(from)) ?? []
  const near = nearestName(kind, DISTRIBUTIONS)
  if (near === undefined) return undefined
  const why = `unknown kind "${kind}"; the distributions are ${DISTRIBUTIONS.join(', ')}`
  return { at: from, why, meant: `${text.slice(0, from)}${near}:${rest}` }
}

const DISTRIBUTIONS = ['normal', 'log-normal', 'beta']

/**
 * The mistake of a text that is neither a range nor plainly a value; undefined if it looks like a value.
 *
 * @param from - Index at which the value begins, after the name and the prefixes.
 * @param mustBeRange - Whether a prefix demands a range.
 */
export function likelyMistake(text: string, from: number, mustBeRange: boolean): Mistake | undefined {
  const value = text.slice(from)
  const before = text.slice(0, from)
  for (const [form, explain] of FORMS) {
    const groups = form.exec(value)
    const mistake = groups && explain(...groups.slice(1))
    if (mistake) return { at: from, ...mistake, ...(mistake.meant !== undefined && { meant: before + mistake.meant }) }
  }
  const [, kind] = /^([A-Za-z-]+):/.exec(value) ?? []
  const near = kind === undefined ? undefined : nearestName(kind, KINDS)
  const rest = kind === undefined ? '' : value.slice(kind.length + 1)
  if (kind !== undefined && (near !== undefined || rest.includes('..')) && /[.,\d]/.test(rest)) {
    const why = `unknown kind "${kind}"; the kinds are ${KINDS.join(', ')}`
    return { at: from, why, ...(near !== undefined && { meant: `${before}${near}:${rest}` }) }
  }
  const dots = value.indexOf('..')
  if (dots >= 0) return wrongEnd(value, from, dots)
  if (!mustBeRange) return undefined
  const pair = new RegExp(`^(${NUMBER})\\s*,\\s*(${NUMBER})$`).exec(value)
  return {
    at: from,
    why: 'expected a range, low..high',
    ...(pair && { meant: `${before}${pair[1]}..${pair[2]}` }),
  }
}

function wrongEnd(value: string, from: number, dots: number): Mistake {
  const isNumber = (text: string) => new RegExp(`^${NUMBER}$`).test(text)
  const low = value.slice(0, dots)
  const [high = '', step] = value.slice(dots + 2).split(/[/%]/)
  if (!isNumber(low)) return { at: from, why: `expected a number before "..", not ${JSON.stringify(low)}` }
  if (!isNumber(high)) return { at: from + dots + 2, why: `expected a number after "..", not ${JSON.stringify(high)}` }
  const at = from + dots + 2 + high.length + 1
  const what = value.includes('%') ? 'after "%"' : 'as the step'
  return { at, why: `expected a number ${what}, not ${JSON.stringify(step ?? '')}` }
}
