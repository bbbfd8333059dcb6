import { formatValue } from '../../arguments/format-value.ts'
import { unknownOption } from '../../arguments/options.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { SweetspotError } from '../../errors.ts'
import type { CostSource } from '../../models/cost-model.ts'

/** A preference for cheap trials, for studies whose trials differ in cost. */
export interface CostOption {
  /** `'duration'`, the duration of a trial in milliseconds, or `{ attribute }`, the name of one of its attributes. */
  readonly of: CostSource
  /**
   * The budget of all trials, in the same unit: the weight of the cost falls to 0 as it is spent. Default: no budget, a
   * constant weight.
   */
  readonly budget?: number
}

/** Throws ERR_INVALID_ARGUMENT if the option is invalid. */
export function checkCost(given: unknown): void {
  const cost = plainCopy(given)
  if (!cost) throw invalid(`Expected cost to be { of, budget }; received ${formatValue(given)}`)
  const { of, budget, ...others } = cost
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw unknownOption(unknown, 'cost', ['of', 'budget'])
  const source = plainCopy(of)
  const isAttribute = typeof source?.attribute === 'string' && Object.keys(source).length === 1
  if (of !== 'duration' && !isAttribute)
    throw invalid(`Expected cost.of to be "duration" or { attribute: name }; received ${formatValue(of)}`)
  if (budget !== undefined && !(Number.isFinite(budget) && (budget as number) > 0)) {
    throw invalid(`Expected cost.budget to be a finite number above 0; received ${formatValue(budget)}`)
  }
}

const invalid = (why: string) => new SweetspotError('ERR_INVALID_ARGUMENT', `${why}.`)
