import type { Cooperative } from '../math/cooperative.ts'
import { constraintModel } from './constraint-model.ts'
import type { FeasibilityModel } from './feasibility-model.ts'
import type { ModelSource } from './model-source.ts'
import type { NoiseOption } from './noise.ts'
import { successModel } from './success-model.ts'

/**
 * The models of all requirements with data: of success if a trial has failed, and of each measured constraint.
 *
 * @param noisy - The noise of the metric; see {@link constraintModel}.
 */
export function* feasibilityModels(source: ModelSource, noisy: NoiseOption): Cooperative<FeasibilityModel[]> {
  const success = yield* successModel(source)
  const models = success ? [success] : []
  for (const name of Object.keys(source.snapshot.constraints)) {
    const model = yield* constraintModel(source, name, noisy)
    if (model) models.push(model)
  }
  return models
}
