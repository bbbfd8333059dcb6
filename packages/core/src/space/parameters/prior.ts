import { formatValue } from '../../arguments/format-value.ts'
import { SweetspotError } from '../../errors.ts'

/** A probability distribution of numbers, as the prior of a range. */
export interface Distribution {
  /** The range that it covers without its tails, which replaces infinite bounds; absent if it has no range of its own. */
  readonly range?: { readonly low: number; readonly high: number }
  /** The least value that it can have; absent for none. */
  readonly least?: number
  /** Whether it gives a range any probability that a number can hold. */
  covers(low: number, high: number): boolean
  /**
   * The map between a range with `low < high` and `[0, 1]` under which uniform positions are samples of the
   * distribution, truncated to the range: the distribution function and its inverse.
   */
  line(low: number, high: number): { toUnit(value: number): number; fromUnit(unit: number): number }
}

/** The key of the distribution of a prior. Registered, so that priors of another copy of this package are valid. */
const DISTRIBUTION: unique symbol = Symbol.for('@sweetspot/core distribution')

/**
 * A probability distribution as plain data.
 *
 * - `normal`: the normal distribution.
 * - `logNormal`: the logarithm of the value is normal. `mean` and `sd` are those of the natural logarithm: the median is
 *   `Math.exp(mean)`.
 * - `beta`: the beta distribution, stretched from [0, 1] to the range.
 */
export type DistributionForm =
  | { readonly normal: { readonly mean: number; readonly sd: number } }
  | { readonly logNormal: { readonly mean: number; readonly sd: number } }
  | { readonly beta: { readonly a: number; readonly b: number } }

/**
 * A probability distribution from which the values of a numeric range are sampled, instead of evenly on a scale. It is
 * truncated to the range. Made by `distribution`.
 *
 * The functions of the distribution are part of it, so that programs without priors do not contain them. They are not
 * part of its JSON.
 */
export type RangePrior = DistributionForm & { readonly [DISTRIBUTION]: Distribution }

/** Creates a prior from its frozen form. */
export function priorWith(form: DistributionForm, distribution: Distribution): RangePrior {
  const prior = Object.assign({ ...form }, { [DISTRIBUTION]: distribution })
  // Two priors of one form are equal.
  Object.defineProperty(prior, DISTRIBUTION, { enumerable: false })
  return Object.freeze(prior)
}

export const distributionOf = (prior: RangePrior): Distribution => prior[DISTRIBUTION]

/** Whether a value is a prior made by `distribution`. */
export function isPrior(given: unknown): given is RangePrior {
  try {
    return typeof given === 'object' && given !== null && Object.hasOwn(given, DISTRIBUTION)
  } catch {
    return false
  }
}

/**
 * Checks the prior of a range.
 *
 * @param range - The range, for error messages.
 * @throws ERR_INVALID_PRIOR
 */
export function checkedPrior(range: string, given: unknown): RangePrior {
  if (isPrior(given)) return given
  throw new SweetspotError(
    'ERR_INVALID_PRIOR',
    `${range} Expected the prior to be made by distribution, such as distribution({ normal: { mean: 0, sd: 1 } }); received ${formatValue(given)}.`,
  )
}
