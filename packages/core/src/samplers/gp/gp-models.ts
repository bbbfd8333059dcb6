import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Key } from '../../math/random.ts'
import type { Steps } from '../../math/steps.ts'
import { type FeasibilityModels, feasibilityModelsInSteps } from '../../surrogates/feasibility-models.ts'
import { type FeatureColumns, featureColumns } from '../../surrogates/feature-columns.ts'
import type { NoiseOption } from '../../surrogates/noise.ts'
import { type StudyModel, studyModelInSteps } from '../../surrogates/study-model.ts'

/** All that is learned from the finished trials of a study before the next one is chosen. */
export interface GpModels {
  readonly columns: FeatureColumns
  readonly objective: StudyModel
  readonly feasibility: FeasibilityModels
}

export interface GpModelOptions {
  readonly noisy: NoiseOption
  /** Of the random weights of several metrics. */
  readonly key: Key
}

/** Undefined where there is too little to learn from yet. */
export function* gpModelsInSteps(snapshot: StudySnapshot, { noisy, key }: GpModelOptions): Steps<GpModels | undefined> {
  const [metric, ...others] = snapshot.metrics as [string]
  const target = others.length > 0 ? { weights: key } : { metric }
  const columns = featureColumns(snapshot.space)
  const objective = yield* studyModelInSteps(snapshot, columns, { target, noisy })
  if (!objective) return undefined
  return { columns, objective, feasibility: yield* feasibilityModelsInSteps(snapshot, columns, noisy) }
}
