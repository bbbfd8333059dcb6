import type { Sampler } from '../samplers/sampler.ts'
import type { StudyModels } from './writing/study-models.ts'

/** The defaults of a study, and the parts that its options cannot replace. */
export interface StudyDefaults {
  readonly sampler: () => Sampler
  readonly models: StudyModels | undefined
}
