import { SweetspotError } from '../../errors.ts'
import { isPlainObject, shown } from '../../space/json-value.ts'
import type { CostSource } from '../../surrogates/cost-model.ts'

/** That trials differ in what they cost, and that cheap ones are to be preferred. */
export interface CostOption {
  /** `'duration'`, the milliseconds that a trial takes, or `{ attribute }`, the name of an attribute that it is given. */
  readonly of: CostSource
  /**
   * What may be spent on all trials, in the same unit: the more of it is gone, the less the cost of a trial counts.
   * Without it cost counts as much at the end as at the beginning.
   */
  readonly budget?: number
}

/**
 * Checks the cost of a sampler's options.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export function checkCost(cost: unknown): void {
  if (!isPlainObject(cost)) throw invalid(`cost is { of, budget }, not ${shown(cost)}`)
  const { of, budget, ...others } = cost
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw invalid(`cost has ${shown(unknown)}, which means nothing`)
  const isAttribute = isPlainObject(of) && typeof of.attribute === 'string' && Object.keys(of).length === 1
  if (of !== 'duration' && !isAttribute) throw invalid(`cost is of 'duration' or { attribute: name }, not ${shown(of)}`)
  if ('budget' in cost && !(Number.isFinite(budget) && (budget as number) > 0)) {
    throw invalid(`the budget of cost is a finite number above 0, not ${shown(budget)}`)
  }
}

const invalid = (why: string) =>
  new SweetspotError('ERR_INVALID_ARGUMENT', `${why.charAt(0).toUpperCase()}${why.slice(1)}.`)
