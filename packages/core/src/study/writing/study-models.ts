import type { prediction } from '../../analysis/prediction.ts'
import type { recommendation } from '../../analysis/recommendation.ts'

/** The functions of a study that need the Gaussian process. */
export interface StudyModels {
  readonly prediction: typeof prediction
  readonly recommendation: typeof recommendation
}
