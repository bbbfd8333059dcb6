import { formatValue } from '../../arguments/format-value.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { SweetspotError } from '../../errors.ts'
import { betaCdf, betaQuantile, betaSurvival } from '../../math/beta.ts'
import { normalCdf, normalQuantile } from '../../math/normal.ts'
import type { RangePrior } from './parameter-kinds.ts'
import { type ScaleLine, scaleLine } from './scale.ts'

/**
 * The probability that is cut off each tail of a prior. The ends of an unbounded range are these quantiles, 4.75
 * standard deviations from the mean of a normal prior, and samples never come from beyond them.
 */
export const PRIOR_TAIL = 1e-6

/** Limits of the parameters of a beta prior: beyond them, quantiles underflow or their computation takes too long. */
const BETA_LIMITS = { least: 0.01, most: 1e6 } as const

/**
 * Checks a prior and returns a frozen copy.
 *
 * @param what - The range, for error messages.
 * @throws ERR_INVALID_PRIOR
 */
export function checkedPrior(what: string, given: unknown): RangePrior {
  const prior = plainCopy(given)
  const [kind, ...others] = Object.keys(prior ?? {})
  const numbers = prior && kind !== undefined && others.length === 0 ? plainCopy(prior[kind]) : undefined
  if (!numbers || !(kind === 'normal' || kind === 'logNormal' || kind === 'beta')) {
    const forms = '{ normal: { mean, sd } }, { logNormal: { mean, sd } } or { beta: { a, b } }'
    throw invalid(what, `Expected the prior to be ${forms}; received ${formatValue(given)}.`)
  }
  const number = (name: string) => {
    const value = numbers[name]
    if (typeof value === 'number' && Number.isFinite(value)) return value + 0
    throw invalid(what, `Expected ${name} of the ${kind} prior to be a finite number; received ${formatValue(value)}.`)
  }
  const names = kind === 'beta' ? ['a', 'b'] : ['mean', 'sd']
  const surplus = Object.keys(numbers).find((name) => !names.includes(name))
  if (surplus !== undefined) {
    throw invalid(what, `A ${kind} prior has no ${formatValue(surplus)}; it has ${names.join(' and ')}.`)
  }
  if (kind === 'beta') {
    const [a, b] = [number('a'), number('b')]
    const { least, most } = BETA_LIMITS
    if (Math.min(a, b) >= least && Math.max(a, b) <= most) return Object.freeze({ beta: Object.freeze({ a, b }) })
    throw invalid(what, `Expected a and b of the beta prior to be from ${least} to ${most}; received ${a} and ${b}.`)
  }
  const [mean, sd] = [number('mean'), number('sd')]
  if (!(sd > 0)) throw invalid(what, `Expected sd of the ${kind} prior to be above 0; received ${sd}.`)
  const normal = Object.freeze({ mean, sd })
  return Object.freeze(kind === 'normal' ? { normal } : { logNormal: normal })
}

const invalid = (what: string, why: string) => new SweetspotError('ERR_INVALID_PRIOR', `${what} ${why}`)

/** The range that a prior covers, without its tails of {@link PRIOR_TAIL}; undefined for beta, which has no own range. */
export function priorRange(prior: RangePrior): { readonly low: number; readonly high: number } | undefined {
  if ('beta' in prior) return undefined
  const reach = normalQuantile(1 - PRIOR_TAIL)
  const { mean, sd } = 'normal' in prior ? prior.normal : prior.logNormal
  const [low, high] = [mean - sd * reach, mean + sd * reach]
  return 'normal' in prior ? { low, high } : { low: Math.exp(low), high: Math.exp(high) }
}

/**
 * The map between a range with `low < high` and `[0, 1]` under which uniform positions are samples of the prior,
 * truncated to the range: the distribution function and its inverse.
 *
 * Positions leave out the tails of {@link PRIOR_TAIL}, if anything of the range is left: a search tries the ends of the
 * unit interval often, and they would otherwise be values that the prior practically excludes. Values in the tails have
 * the positions 0 and 1.
 */
export function priorLine(prior: RangePrior, low: number, high: number): ScaleLine {
  if ('beta' in prior) return betaLine(prior.beta, low, high)
  const covered = priorRange(prior) as { readonly low: number; readonly high: number }
  const [from, to] = [Math.max(low, covered.low), Math.min(high, covered.high)]
  const [start, end] = from < to ? [from, to] : [low, high]
  if ('normal' in prior) return normalLine(prior.normal, start, end)
  const line = normalLine(prior.logNormal, Math.log(start), Math.log(end))
  return {
    toUnit: (value) => (value > start ? line.toUnit(Math.log(value)) : 0),
    fromUnit: (unit) => (unit >= 1 ? end : unit > 0 ? within(Math.exp(line.fromUnit(unit)), start, end) : start),
  }
}

const within = (value: number, low: number, high: number) => (value < low ? low : value > high ? high : value)

/** Below this width, in standard deviations, the density hardly varies, and differences of Φ have few digits. */
const NARROW = 1e-6

function normalLine(
  { mean, sd }: { readonly mean: number; readonly sd: number },
  low: number,
  high: number,
): ScaleLine {
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

/** Whether a prior gives a range any probability that a number can hold: a normal prior up to 37 sd from its mean. */
export function coversRange(prior: RangePrior, low: number, high: number): boolean {
  if ('beta' in prior) return true
  const { mean, sd } = 'normal' in prior ? prior.normal : prior.logNormal
  const [start, end] = 'normal' in prior ? [low, high] : [Math.log(low), Math.log(high)]
  const nearest = within(mean, start, end)
  return Math.abs(nearest - mean) / sd < 37
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
