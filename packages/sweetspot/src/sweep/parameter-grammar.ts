import {
  boolean,
  causeText,
  choice,
  fixed,
  float,
  formatValue,
  int,
  ordinal,
  type Parameter,
  type RangePrior,
  type Scale,
  SweetspotError,
} from '@sweetspot/core'
import { productError } from '../product-error.ts'
import { KINDS, likelyMistake, misnamedDistribution } from './grammar/likely-mistakes.ts'
import { type FoundPrior, isPriorKind, priorAt } from './grammar/prior-text.ts'
import { NUMBER, type Scalar, scalarList, scalarOf, TextFault } from './grammar/scalar-list.ts'
import { weightedChoice } from './grammar/weighted-list.ts'

/** A parameter and its name, as given on the command line. */
export interface NamedParameter {
  readonly name: string
  readonly parameter: Parameter
}

/** An end of a range; that of a distribution may be infinite. */
const END = `${NUMBER}|[+-]?inf`
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?:([/%])(${NUMBER}))?$`)
const PRIOR_RANGE = new RegExp(`^(${END})\\.\\.(${END})(?:([/%])(${NUMBER}))?$`)
const PREFIX = new RegExp(`^(${KINDS.join('|')}):`)

/**
 * Parses a parameter of the command line.
 *
 * | text | parameter |
 * | --- | --- |
 * | `layers=1..8` | integer, since both ends are |
 * | `momentum=0.0..1.0` | number, since an end has a point or an exponent |
 * | `x=int:1..8`, `x=float:0..1` | an integer, a number, whatever the ends look like |
 * | `lr=log:1e-5..1e-1`, `x=reverse-log:0.9..0.999` | on a logarithmic scale |
 * | `dropout=0..0.5/0.05` | by steps |
 * | `width=log:8..1024%8` | only multiples of a number |
 * | `bias=normal:0,1`, `rate=log-normal:-7,1` | from a distribution with this mean and standard deviation, for `log-normal` of the logarithm |
 * | `dropout=beta:2,5`, `bias=normal:0,1:-3.0..3.0` | from a beta distribution, on 0 to 1; within a range |
 * | `opt=sgd,adam`, `x=choice:one` | one of several values |
 * | `opt=weighted:adam=3,sgd=1` | one of several values, some more often than others |
 * | `batch=ordinal:16,32,64` | one of several ordered values |
 * | `bias=true,false` | boolean |
 * | `epochs=10`, `note==a,b` | fixed; after `==` the rest is one value |
 * | `text='a,b',"c:d"` | texts that contain commas or colons, or look like numbers |
 *
 * @throws ERR_INVALID_SWEEP with the column of the mistake, and the nearest right form if there is one
 */
export function parseParameter(text: string): NamedParameter {
  const equals = text.indexOf('=')
  const name = text.slice(0, Math.max(0, equals)).trim()
  if (equals < 0) throw wrong(text, text.length, 'expected name=values, such as lr=log:1e-5..1e-1')
  if (name === '') throw wrong(text, 0, 'expected a name before "="')
  let from = equals + 1
  while (text[from] === ' ') from += 1
  try {
    if (text[from] === '=') return { name, parameter: fixed(single(text, from + 1).value) }
    return { name, parameter: parameterAt(text, from) }
  } catch (thrown) {
    if (thrown instanceof TextFault) throw wrong(text, thrown.at, thrown.message)
    if (!(thrown instanceof SweetspotError) || thrown.code === 'ERR_INVALID_SWEEP') throw thrown
    throw wrong(text, from, causeText(thrown))
  }
}

/** All of the text from `from` on as one value, which may be quoted. */
function single(text: string, from: number): Scalar {
  const rest = text.slice(from).trim()
  if (/^(['"]).*\1$/s.test(rest)) {
    const scalars = scalarList(text, from)
    if (scalars.length === 1) return scalars[0] as Scalar
  }
  return { value: scalarOf(rest), at: from, isQuoted: false }
}

function parameterAt(text: string, start: number): Parameter {
  const { prefixes, prior, from } = prefixesAt(text, start)
  const value = text.slice(from).trim()
  if (prefixes.has('ordinal')) return ordinal(valuesOf(text, from))
  if (prefixes.has('weighted')) return weightedChoice(text.trimEnd(), from)
  if (prefixes.has('choice')) return choice(valuesOf(text, from))
  const written = value === '' && prior ? prior.range : value
  const range = written.includes('...') ? null : (prior ? PRIOR_RANGE : RANGE).exec(written)
  if (range) return rangeOf(text, from, range, prefixes, prior?.prior)
  const isQuoted = /^['"]/.test(value)
  const mustBeRange = prefixes.size > 0
  const isList = !mustBeRange && value.includes(',') && !/^[[({]|^\w+\(/.test(value)
  const trimmed = text.trimEnd()
  const mistake = isQuoted
    ? undefined
    : isList
      ? misnamedDistribution(trimmed, from)
      : likelyMistake(trimmed, from, mustBeRange)
  if (mistake) throw wrong(text, mistake.at, mistake.why, mistake.meant)
  if (mustBeRange) throw wrong(text, from, 'expected a range, low..high')
  const scalars = scalarList(text, from)
  if (scalars.length === 1) return fixed((scalars[0] as Scalar).value)
  const values = scalars.map((scalar) => scalar.value)
  return values.length === 2 && values.includes(true) && values.includes(false)
    ? boolean()
    : choice(valuesOf(text, from))
}

/** The prefixes at the start of a value, and the distribution that one of them names. */
function prefixesAt(text: string, start: number) {
  const prefixes = new Set<string>()
  let from = start
  let prior: FoundPrior | undefined
  for (;;) {
    const [all, kind] = PREFIX.exec(text.slice(from)) ?? []
    if (all === undefined || kind === undefined) return { prefixes, prior, from }
    if (prior && isPriorKind(kind)) throw new TextFault(from, 'a parameter has one distribution')
    prefixes.add(kind)
    from += all.length
    if (isPriorKind(kind)) {
      prior = priorAt(text, from, kind)
      from = prior.end
    }
    while (text[from] === ' ') from += 1
  }
}

/** The values of a list, none of them twice. */
function valuesOf(text: string, from: number): readonly Scalar['value'][] {
  const values = new Set<Scalar['value']>()
  for (const { value, at, isQuoted } of scalarList(text, from)) {
    if (values.has(value)) throw new TextFault(at, `the value ${formatValue(value)} is listed twice`)
    if (!isQuoted && typeof value === 'string' && RANGE.test(value)) {
      throw new TextFault(at, `a list cannot contain the range ${value}; quote it if it is a text`)
    }
    values.add(value)
  }
  return [...values]
}

function rangeOf(
  text: string,
  from: number,
  range: RegExpExecArray,
  prefixes: ReadonlySet<string>,
  prior: RangePrior | undefined,
): Parameter {
  const [, lowText = '', highText = '', sign, stepText] = range
  const [low, high] = [endOf(lowText), endOf(highText)]
  const clash = (prefixes.has('int') && prefixes.has('float')) || (prefixes.has('log') && prefixes.has('reverse-log'))
  if (clash) throw wrong(text, from, `the prefixes ${[...prefixes].join(' and ')} exclude each other`)
  const highAt = text.indexOf('..', from) + 2
  if (low > high) {
    const step = stepText === undefined ? '' : `${sign}${stepText}`
    const meant = `${text.slice(0, from)}${highText}..${lowText}${step}`
    throw wrong(text, highAt, `the low end ${lowText} is above the high end ${highText}`, meant)
  }
  const scale: Scale = prefixes.has('log') ? 'log' : prefixes.has('reverse-log') ? 'reverse-log' : 'linear'
  if (scale !== 'linear' && prior) throw wrong(text, from, 'a distribution has no logarithmic scale')
  if (scale !== 'linear' && low <= 0) throw wrong(text, from, `a ${scale} scale needs a low end above 0`)
  const isWhole = [lowText, highText, stepText ?? '1'].every((number) => /^[+-]?\d+$/.test(number))
  const options = {
    scale,
    ...(stepText !== undefined && { [sign === '%' ? 'multipleOf' : 'step']: Number(stepText) }),
    ...(prior && { prior }),
  }
  const isInt = prefixes.has('int') || (isWhole && !prefixes.has('float'))
  try {
    return isInt ? int(low, high, options) : float(low, high, options)
  } catch (thrown) {
    throw new TextFault(from, causeText(thrown))
  }
}

const endOf = (text: string) => (text.endsWith('inf') ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text))

/** An error about a text, with the column and the form that was probably meant. */
function wrong(text: string, at: number, why: string, meant?: string): SweetspotError {
  const hint = meant === undefined ? '.' : `; did you mean ${meant}?`
  const reason = why.replace(/\.$/, '')
  return productError('ERR_INVALID_SWEEP', `-p ${text}, column ${at + 1}: ${reason}${hint}`)
}
