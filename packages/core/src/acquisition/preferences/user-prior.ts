import { plainCopy } from '../../arguments/plain-object.ts'
import { categoricalDensity } from '../../density/categorical.ts'
import type { PeakedDensity } from '../../density/density.ts'
import { truncatedNormalDensity } from '../../density/truncated-normal.ts'
import { SweetspotError } from '../../errors.ts'
import { formatValue, type Json, jsonKey } from '../../space/json-value.ts'
import type { Domain } from '../../space/parameters/domain.ts'

/** A belief about the best value of a number: a normal distribution on its own scale, the logarithmic one where it has
 * one, cut to its range. */
export interface NumberPrior {
  /** The likeliest value, from the lowest to the highest that the parameter can have. */
  readonly around: number
  /** The standard deviation as a share of the range, above 0 and at most 10. Default: 0.2. */
  readonly spread?: number
}

/** A belief about the best of the values of a choice, an ordinal or a boolean. */
export interface ChoicePrior {
  /** How likely each is to be the best, as finite numbers above 0 that need not add up to 1. Default: 1. Values other than
   * strings are named by their JSON: `true`, `16`. */
  readonly weights: { readonly [value: string]: number }
}

/** A belief about the best value of one parameter. */
export type UserPrior = NumberPrior | ChoicePrior

/** Independent beliefs, by the name of the parameter. */
export type UserPriors = { readonly [parameter: string]: UserPrior }

const SPREAD = 0.2
const MAX_SPREAD = 10

/**
 * The density of the best position in a dimension, by a belief; undefined if the belief is about values that the domain
 * does not have.
 *
 * @param prior - A valid one; see {@link checkUserPriors}.
 */
export function dimensionPrior(domain: Domain, isNumber: boolean, prior: UserPrior): PeakedDensity | undefined {
  if ('around' in prior) {
    const within = prior.around >= (domain.fromUnit(0) as number) && prior.around <= (domain.fromUnit(1) as number)
    if (!isNumber || !within) return undefined
    return truncatedNormalDensity({ mean: domain.toUnit(prior.around), sd: prior.spread ?? SPREAD })
  }
  if (isNumber) return undefined
  const names = Array.from({ length: domain.levels }, (_, level) => nameOf(domain.valueAt(level)))
  if (!Object.keys(prior.weights).every((name) => names.includes(name))) return undefined
  return categoricalDensity(names.map((name) => (Object.hasOwn(prior.weights, name) ? prior.weights[name]! : 1)))
}

const nameOf = (value: Json) => (typeof value === 'string' ? value : jsonKey(value))

/** Checks what can be checked of priors without a search space. Throws ERR_INVALID_ARGUMENT if they are invalid. */
export function checkUserPriors(given: unknown): void {
  const priors = plainCopy(given)
  if (!priors) throw invalid(`priors are beliefs by the names of parameters, not ${formatValue(given)}`)
  for (const [name, belief] of Object.entries(priors)) {
    const what = `the prior of ${formatValue(name)}`
    const prior = plainCopy(belief)
    if (!prior || 'around' in prior === 'weights' in prior) {
      throw invalid(`${what} is { around, spread } or { weights }, not ${formatValue(belief)}`)
    }
    const { around, spread = SPREAD, weights, ...others } = prior
    const [unknown] = Object.keys(others)
    if (unknown !== undefined) throw invalid(`unknown option ${formatValue(unknown)} in ${what}`)
    if ('around' in prior) {
      if (!Number.isFinite(around)) throw invalid(`${what} is around a finite number, not ${formatValue(around)}`)
      if (!(typeof spread === 'number' && spread > 0 && spread <= MAX_SPREAD)) {
        throw invalid(`the spread of ${what} is above 0 and at most ${MAX_SPREAD}, not ${formatValue(spread)}`)
      }
    } else {
      if ('spread' in prior) throw invalid(`${what} has weights and so no spread`)
      const shares = plainCopy(weights)
      if (!shares) throw invalid(`the weights of ${what} are numbers by value, not ${formatValue(weights)}`)
      for (const [value, weight] of Object.entries(shares)) {
        if (Number.isFinite(weight) && (weight as number) > 0) continue
        throw invalid(
          `the weight of ${formatValue(value)} in ${what} is a finite number above 0, not ${formatValue(weight)}`,
        )
      }
    }
  }
}

const invalid = (why: string) =>
  new SweetspotError('ERR_INVALID_ARGUMENT', `${why.charAt(0).toUpperCase()}${why.slice(1)}.`)
