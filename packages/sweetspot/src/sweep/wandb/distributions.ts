import { distribution, fixed, float, int, nearestName, type Parameter, type RangePrior } from '@sweetspot/core'
import { faultAt, type JsonObject, numberAt, type Path, type SweepDocument } from '../document/sweep-document.ts'

/** The numbers of a parameter of W&B, and what must be said about it. */
export interface RangeSource {
  readonly document: SweepDocument
  readonly path: Path
  readonly config: JsonObject
  readonly notice: (text: string) => void
}

/** The distributions that take values or a value. */
export const LISTED: readonly string[] = ['constant', 'categorical', 'categorical_w_probabilities']

type Reader = (source: RangeSource) => Parameter

/** The distributions of numbers, as W&B defines them. */
const RANGES: { readonly [distribution: string]: Reader } = {
  int_uniform: (source) => {
    const [min, max] = bounds(source)
    const isWhole = Number.isInteger(min) && Number.isInteger(max)
    if (!isWhole) throw faultAt(source.document, source.path, 'int_uniform needs integers as min and max.')
    return int(min, max)
  },
  uniform: (source) => float(...bounds(source)),
  q_uniform: (source) => multiples(source, ...bounds(source), { scale: 'linear' }),
  log_uniform: (source) => float(...exponents(source), { log: true }),
  log_uniform_values: (source) => float(...positive(source), { log: true }),
  q_log_uniform: (source) => multiples(source, ...exponents(source), { scale: 'log' }),
  q_log_uniform_values: (source) => multiples(source, ...positive(source), { scale: 'log' }),
  // The logarithm of 1/x is uniform, and so is that of x.
  inv_log_uniform: (source) => {
    const [low, high] = exponents(source)
    return float(1 / high, 1 / low, { log: true })
  },
  inv_log_uniform_values: (source) => float(...positive(source), { log: true }),
  normal: (source) => float(-Infinity, Infinity, { prior: normal(source) }),
  q_normal: (source) => multiples(source, -Infinity, Infinity, { prior: normal(source) }),
  log_normal: (source) => float(-Infinity, Infinity, { prior: logNormal(source) }),
  q_log_normal: (source) => multiples(source, 0, Infinity, { prior: logNormal(source) }),
  beta: (source) => float(0, 1, { prior: beta(source) }),
  q_beta: (source) => multiples(source, 0, 1, { prior: beta(source) }),
}

/** Reads a range. Its distribution, if none is given, depends on whether both ends are integers. */
export function readRange(source: RangeSource): Parameter {
  const { document, path, config } = source
  const [minIsFloat, maxIsFloat] = ['min', 'max'].map((end) => document.isWrittenAsFloat([...path, end]))
  const isWhole = Number.isInteger(config.min) && Number.isInteger(config.max) && !minIsFloat && !maxIsFloat
  const { distribution = isWhole ? 'int_uniform' : 'uniform' } = config
  const reader = Object.hasOwn(RANGES, String(distribution)) ? RANGES[String(distribution)] : undefined
  if (reader) return reader(source)
  const near = nearestName(String(distribution), [...Object.keys(RANGES), ...LISTED])
  const hint = near === undefined ? '' : `; did you mean ${near}?`
  throw faultAt(
    document,
    [...path, 'distribution'],
    `Unknown distribution ${JSON.stringify(distribution)}${hint || '.'}`,
  )
}

/** The keys that a distribution reads. */
export function keysOf(distribution: string): readonly string[] {
  const q = distribution.startsWith('q_') ? ['q'] : []
  if (distribution.endsWith('normal')) return [...q, 'mu', 'sigma']
  return distribution.endsWith('beta') ? [...q, 'a', 'b'] : [...q, 'min', 'max']
}

function bounds({ document, path, config }: RangeSource): [min: number, max: number] {
  const [min, max] = [
    numberAt(document, [...path, 'min'], config.min),
    numberAt(document, [...path, 'max'], config.max),
  ]
  if (min === undefined || max === undefined) {
    const name = String(config.distribution ?? 'a range')
    throw faultAt(document, path, `${name} needs both min and max.`)
  }
  if (min > max) throw faultAt(document, [...path, 'min'], `min ${min} is above max ${max}.`)
  return [min, max]
}

function positive(source: RangeSource): [min: number, max: number] {
  const [min, max] = bounds(source)
  if (min > 0) return [min, max]
  const advice = `${String(source.config.distribution)} needs min above 0; received ${min}.`
  throw faultAt(source.document, [...source.path, 'min'], advice)
}

/** Bounds that are exponents of e. */
function exponents(source: RangeSource): [min: number, max: number] {
  const [min, max] = bounds(source)
  const [low, high] = [Math.exp(min), Math.exp(max)]
  if (low > 0 && Number.isFinite(high)) return [low, high]
  const name = String(source.config.distribution)
  const why = `The bounds of ${name} are exponents of e, and e^${low > 0 ? max : min} is no number above 0.`
  throw faultAt(source.document, [...source.path, 'min'], `${why} Use ${name}_values for bounds that are values.`)
}

function multiples(
  source: RangeSource,
  low: number,
  high: number,
  options: { readonly scale?: 'linear' | 'log'; readonly prior?: RangePrior },
): Parameter {
  const { document, path, config, notice } = source
  const q = numberAt(document, [...path, 'q'], config.q) ?? 1
  if (!(q > 0)) throw faultAt(document, [...path, 'q'], `q must be above 0; received ${q}.`)
  const ends = [low, high].filter(Number.isFinite)
  // Python's round takes the even neighbour of a half.
  const outside = ends.map((end) => rounded(end / q) * q).filter((value) => value < low || value > high)
  const [first = 0] = outside
  if (Number.isFinite(low) && Math.ceil(low / q) > Math.floor(high / q)) {
    notice(`${nameOf(path)}: no multiple of ${q} is within ${low} and ${high}; W&B always takes ${first}.`)
    return fixed(first)
  }
  if (outside.length > 0) {
    notice(
      `${nameOf(path)}: values are the multiples of ${q} within ${low} and ${high}; W&B also takes ${outside.join(' and ')}.`,
    )
  }
  const isInt = Number.isInteger(q) && ends.every(Number.isSafeInteger) && !document.isWrittenAsFloat([...path, 'q'])
  return (isInt ? int : float)(low, high, { multipleOf: q, ...options })
}

function rounded(value: number): number {
  const floor = Math.floor(value)
  return value - floor === 0.5 ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(value)
}

const nameOf = (path: Path) => path.filter((key, index) => key !== 'parameters' || index % 2 === 1).join('.')

function normal({ document, path, config }: RangeSource): RangePrior {
  const mean = numberAt(document, [...path, 'mu'], config.mu) ?? 0
  return distribution({ normal: { mean, sd: numberAt(document, [...path, 'sigma'], config.sigma) ?? 1 } })
}

function logNormal({ document, path, config }: RangeSource): RangePrior {
  const mean = numberAt(document, [...path, 'mu'], config.mu) ?? 0
  return distribution({ logNormal: { mean, sd: numberAt(document, [...path, 'sigma'], config.sigma) ?? 1 } })
}

function beta({ document, path, config }: RangeSource): RangePrior {
  const a = numberAt(document, [...path, 'a'], config.a) ?? 1
  return distribution({ beta: { a, b: numberAt(document, [...path, 'b'], config.b) ?? 1 } })
}
