import { formatValue } from '../../arguments/format-value.ts'
import { unknownOption } from '../../arguments/options.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { categoricalDensity } from '../../density/categorical.ts'
import type { PeakedDensity } from '../../density/density.ts'
import { truncatedNormalDensity } from '../../density/truncated-normal.ts'
import { SweetspotError } from '../../errors.ts'
import { type Json, jsonKey } from '../../space/json-value.ts'
import type { Domain } from '../../space/parameters/domain.ts'

/** A prior on the best value of a number: a normal distribution on the parameter's scale (logarithmic with `log`),
 * truncated to its range. */
export interface NumberPrior {
  /** The likeliest value, within the range of the parameter. */
  readonly around: number
  /** The standard deviation as a share of the range, above 0 and at most 10. Default: 0.2. */
  readonly spread?: number
}

/** A prior on the best value of a choice, an ordinal or a boolean. */
export interface ChoicePrior {
  /** Relative probability that each value is the best: finite numbers above 0, which need not sum to 1. Default: 1. Values
   * other than strings are keyed by their JSON: `true`, `16`. */
  readonly weights: { readonly [value: string]: number }
}

/** A prior on the best value of one parameter. */
export type UserPrior = NumberPrior | ChoicePrior

/** Independent priors, by parameter name. */
export type UserPriors = { readonly [parameter: string]: UserPrior }

const SPREAD = 0.2
const MAX_SPREAD = 10

/**
 * The prior density of the best position in a dimension; undefined if the prior does not fit the domain.
 *
 * @param prior - A valid prior; see {@link checkUserPriors}.
 */
export function dimensionPrior(domain: Domain, isNumber: boolean, prior: UserPrior): PeakedDensity | undefined {
  const { around, spread = SPREAD, weights = {} }: Partial<NumberPrior & ChoicePrior> = prior
  if (around !== undefined) {
    const within = around >= (domain.fromUnit(0) as number) && around <= (domain.fromUnit(1) as number)
    if (!isNumber || !within) return undefined
    return truncatedNormalDensity({ mean: domain.toUnit(around), sd: spread })
  }
  if (isNumber) return undefined
  const names = Array.from({ length: domain.levels }, (_, level) => nameOf(domain.valueAt(level)))
  if (!Object.keys(weights).every((name) => names.includes(name))) return undefined
  const shares = names.map((name) => (Object.hasOwn(weights, name) ? weights[name]! : 1))
  return onShares(categoricalDensity(shares), domain)
}

/** Moves a density of categories from intervals of equal length to the intervals of the domain. */
function onShares(even: PeakedDensity, { levels, levelAt, unitAt }: Domain): PeakedDensity {
  const centerAt = (position: number) => (levelAt(position) + 0.5) / levels
  return Object.freeze({
    logDensity: (position: number) => even.logDensity(centerAt(position)),
    logRelativeDensity: (position: number) => even.logRelativeDensity(centerAt(position)),
    quantile: (u: number) => unitAt(Math.min(levels - 1, Math.floor(even.quantile(u) * levels))),
  })
}

const nameOf = (value: Json) => (typeof value === 'string' ? value : jsonKey(value))

/** Throws ERR_INVALID_ARGUMENT if priors are invalid in any search space. */
export function checkUserPriors(given: unknown): void {
  const priors = plainCopy(given)
  if (!priors) throw invalid(`Expected priors to be an object by parameter name; received ${formatValue(given)}`)
  for (const [name, belief] of Object.entries(priors)) {
    const what = `the prior of ${formatValue(name)}`
    const prior = plainCopy(belief)
    if (!prior || (prior.around === undefined) === (prior.weights === undefined)) {
      throw invalid(`Expected ${what} to be { around, spread } or { weights }; received ${formatValue(belief)}`)
    }
    const { around, spread, weights, ...others } = prior
    const [unknown] = Object.keys(others)
    if (unknown !== undefined) throw unknownOption(unknown, what, ['around', 'spread', 'weights'])
    if (around !== undefined) {
      if (!Number.isFinite(around))
        throw invalid(`Expected around in ${what} to be a finite number; received ${formatValue(around)}`)
      if (spread !== undefined && !(typeof spread === 'number' && spread > 0 && spread <= MAX_SPREAD)) {
        throw invalid(
          `Expected spread in ${what} to be above 0 and at most ${MAX_SPREAD}; received ${formatValue(spread)}`,
        )
      }
    } else {
      if (spread !== undefined)
        throw invalid(`The prior of ${formatValue(name)} has weights, so it cannot have spread; remove one of them`)
      const shares = plainCopy(weights)
      if (!shares)
        throw invalid(`Expected weights in ${what} to be an object by value; received ${formatValue(weights)}`)
      for (const [value, weight] of Object.entries(shares)) {
        if (Number.isFinite(weight) && (weight as number) > 0) continue
        throw invalid(
          `Expected the weight of ${formatValue(value)} in ${what} to be a finite number above 0; received ${formatValue(weight)}`,
        )
      }
    }
  }
}

const invalid = (why: string) => new SweetspotError('ERR_INVALID_ARGUMENT', `${why}.`)
