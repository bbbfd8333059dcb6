import { formatValue } from '../../arguments/format-value.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { SweetspotError } from '../../errors.ts'
import { betaCdf, betaQuantile, betaSurvival } from '../../math/beta.ts'
import { normalCdf, normalQuantile } from '../../math/normal.ts'
import { type Distribution, type DistributionForm, isPrior, priorWith, type RangePrior } from './prior.ts'
import { type ScaleLine, scaleLine } from './scale.ts'

/**
 * The probability that is cut off each tail of a prior. The ends of an unbounded range are these quantiles, 4.75
 * standard deviations from the mean of a normal prior, and samples never come from beyond them.
 */
const PRIOR_TAIL = 1e-6

/** Limits of the parameters of a beta prior: beyond them, quantiles underflow or their computation takes too long. */
const BETA_LIMITS = { least: 0.01, most: 1e6 } as const

/**
 * Creates the prior of a range: a normal, log-normal or beta distribution.
 *
 * @param form - `{ normal: { mean, sd } }`, `{ logNormal: { mean, sd } }`, where `mean` and `sd` are those of the natural
 *   logarithm, or `{ beta: { a, b } }`, which is stretched from [0, 1] to the range. `sd` is above 0; `a` and `b` are from
 *   0.01 to 1,000,000.
 * @throws ERR_INVALID_PRIOR
 *
 * @example float(-Infinity, Infinity, { prior: distribution({ normal: { mean: 0, sd: 1 } }) })
 * @example float(0, 0.8, { prior: distribution({ beta: { a: 2, b: 5 } }) })
 */
export function distribution(form: DistributionForm): RangePrior {
  if (isPrior(form)) return form
  const given = plainCopy(form)
  const [kind, ...others] = Object.keys(given ?? {})
  const numbers = given && kind !== undefined && others.length === 0 ? plainCopy(given[kind]) : undefined
  if (!numbers || !(kind === 'normal' || kind === 'logNormal' || kind === 'beta')) {
    const forms = '{ normal: { mean, sd } }, { logNormal: { mean, sd } } or { beta: { a, b } }'
    throw invalid(`Expected a distribution to be ${forms}; received ${formatValue(form)}.`)
  }
  const names = kind === 'beta' ? ['a', 'b'] : ['mean', 'sd']
  const surplus = Object.keys(numbers).find((name) => !names.includes(name))
  if (surplus !== undefined) {
    throw invalid(`A ${kind} distribution has no ${formatValue(surplus)}; it has ${names.join(' and ')}.`)
  }
  const number = (name: string) => {
    const value = numbers[name]
    if (typeof value === 'number' && Number.isFinite(value)) return value + 0
    const wanted = `${name} of the ${kind} distribution to be a finite number`
    throw invalid(`Expected ${wanted}; received ${formatValue(value)}.`)
  }
  if (kind === 'beta') {
    const [a, b] = [number('a'), number('b')]
    const { least, most } = BETA_LIMITS
    if (!(Math.min(a, b) >= least && Math.max(a, b) <= most)) {
      throw invalid(`Expected a and b of the beta distribution to be from ${least} to ${most}; received ${a} and ${b}.`)
    }
    const beta = Object.freeze({ a, b })
    return priorWith({ beta }, { covers: () => true, line: (low, high) => betaLine(beta, low, high) })
  }
  const [mean, sd] = [number('mean'), number('sd')]
  if (!(sd > 0)) throw invalid(`Expected sd of the ${kind} distribution to be above 0; received ${sd}.`)
  const normal = Object.freeze({ mean, sd })
  return kind === 'normal'
    ? priorWith({ normal }, normalDistribution(normal))
    : priorWith({ logNormal: normal }, logNormalDistribution(normal))
}

const invalid = (why: string) => new SweetspotError('ERR_INVALID_PRIOR', why)

/** The numbers of a normal distribution. */
interface Normal {
  readonly mean: number
  readonly sd: number
}

function normalDistribution(normal: Normal): Distribution {
  const range = reachOf(normal)
  return {
    range,
    covers: (low, high) => isWithinReach(normal, low, high),
    line: (low, high) => normalLine(normal, ...withoutTails(range, low, high)),
  }
}

function logNormalDistribution(normal: Normal): Distribution {
  const { low: start, high: end } = reachOf(normal)
  const range = { low: Math.exp(start), high: Math.exp(end) }
  return {
    range,
    least: 0,
    covers: (low, high) => isWithinReach(normal, Math.log(low), Math.log(high)),
    line(low, high) {
      const [from, to] = withoutTails(range, low, high)
      const line = normalLine(normal, Math.log(from), Math.log(to))
      return {
        toUnit: (value) => (value > from ? line.toUnit(Math.log(value)) : 0),
        fromUnit: (unit) => (unit >= 1 ? to : unit > 0 ? within(Math.exp(line.fromUnit(unit)), from, to) : from),
      }
    },
  }
}

/** The range of a normal distribution without its tails of {@link PRIOR_TAIL}. */
function reachOf({ mean, sd }: Normal) {
  const reach = normalQuantile(1 - PRIOR_TAIL)
  return { low: mean - sd * reach, high: mean + sd * reach }
}

/** Whether a range begins less than 37 standard deviations from the mean, where its probability underflows. */
const isWithinReach = ({ mean, sd }: Normal, low: number, high: number) =>
  Math.abs(within(mean, low, high) - mean) / sd < 37

/**
 * The part of a range that its positions cover. They leave out the tails of {@link PRIOR_TAIL}, if anything of the range
 * is left: a search tries the ends of the unit interval often, and they would otherwise be values that the prior
 * practically excludes. Values in the tails have the positions 0 and 1.
 */
function withoutTails(reach: { readonly low: number; readonly high: number }, low: number, high: number) {
  const [from, to] = [Math.max(low, reach.low), Math.min(high, reach.high)]
  return from < to ? ([from, to] as const) : ([low, high] as const)
}

const within = (value: number, low: number, high: number) => (value < low ? low : value > high ? high : value)

/** Below this width, in standard deviations, the density hardly varies, and differences of Φ have few digits. */
const NARROW = 1e-6

function normalLine({ mean, sd }: Normal, low: number, high: number): ScaleLine {
  const [a, b] = [(low - mean) / sd, (high - mean) / sd]
  if (b - a < NARROW) return scaleLine('linear', low, high)
  // In the lower tail Φ has full relative precision, so the upper tail is mirrored.
  const sign = a + b > 0 ? -1 : 1
  const [start, end] = [normalCdf(sign * a), normalCdf(sign * b)]
  return {
    toUnit(value) {
      if (!(value > low)) return 0
      return value >= high ? 1 : within((normalCdf((sign * (value - mean)) / sd) - start) / (end - start), 0, 1)
    },
    fromUnit(unit) {
      if (!(unit > 0)) return low
      return unit >= 1 ? high : within(mean + sign * sd * normalQuantile(start + unit * (end - start)), low, high)
    },
  }
}

function betaLine({ a, b }: { readonly a: number; readonly b: number }, low: number, high: number): ScaleLine {
  const range = high - low
  const [below, above] = [PRIOR_TAIL, 1 - PRIOR_TAIL]
  const share = above - below
  return {
    toUnit(value) {
      const x = (value - low) / range
      const cdf = x <= 0.5 ? betaCdf(x, a, b) : 1 - betaSurvival(x, a, b)
      return within((cdf - below) / share, 0, 1)
    },
    fromUnit: (unit) => within(low + range * betaQuantile(below + within(unit, 0, 1) * share, a, b), low, high),
  }
}
