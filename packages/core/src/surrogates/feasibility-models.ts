import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Steps } from '../math/steps.ts'
import { type ConstraintModel, constraintModelInSteps } from './constraint-model.ts'
import type { FeatureColumns } from './feature-columns.ts'
import type { NoiseOption } from './noise.ts'
import { type LogProbability, successModelInSteps } from './success-model.ts'

/** What the finished trials say about whether another one will be of use. */
export interface FeasibilityModels {
  /** Of a trial that does not fail; absent while none has failed. */
  readonly success?: LogProbability
  /** Of the constraints that were measured so far. */
  readonly constraints: readonly ConstraintModel[]
}

/** @param noisy - What is said about the metric; see `constraintModelInSteps`. */
export function* feasibilityModelsInSteps(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  noisy: NoiseOption,
): Steps<FeasibilityModels> {
  const success = yield* successModelInSteps(snapshot, columns)
  const constraints: ConstraintModel[] = []
  for (const name of Object.keys(snapshot.constraints)) {
    const model = yield* constraintModelInSteps(snapshot, columns, name, noisy)
    if (model) constraints.push(model)
  }
  return { ...(success && { success }), constraints }
}
