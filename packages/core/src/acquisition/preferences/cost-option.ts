import { plainCopy } from '../../arguments/plain-object.ts'
import { SweetspotError } from '../../errors.ts'
import type { CostSource } from '../../models/cost-model.ts'
import { formatValue } from '../../space/json-value.ts'

/** A preference for cheap trials, for studies whose trials differ in cost. */
export interface CostOption {
  /** `'duration'`, the milliseconds that a trial takes, or `{ attribute }`, the name of an attribute that it is given. */
  readonly of: CostSource
  /**
   * The budget of all trials, in the same unit: the more of it is spent, the less the cost of a trial counts. Without one
   * cost counts as much at the end as at the beginning.
   */
  readonly budget?: number
}

/** Throws ERR_INVALID_ARGUMENT if the option is invalid. */
export function checkCost(given: unknown): void {
  const cost = plainCopy(given)
  if (!cost) throw invalid(`cost is { of, budget }, not ${formatValue(given)}`)
  const { of, budget, ...others } = cost
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw invalid(`unknown option ${formatValue(unknown)} in cost`)
  const source = plainCopy(of)
  const isAttribute = typeof source?.attribute === 'string' && Object.keys(source).length === 1
  if (of !== 'duration' && !isAttribute)
    throw invalid(`cost is of 'duration' or { attribute: name }, not ${formatValue(of)}`)
  if ('budget' in cost && !(Number.isFinite(budget) && (budget as number) > 0)) {
    throw invalid(`the budget of cost is a finite number above 0, not ${formatValue(budget)}`)
  }
}

const invalid = (why: string) =>
  new SweetspotError('ERR_INVALID_ARGUMENT', `${why.charAt(0).toUpperCase()}${why.slice(1)}.`)
