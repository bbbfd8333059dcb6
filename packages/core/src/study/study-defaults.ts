import type { Sampler } from '../samplers/sampler.ts'
import type { StudyModels } from './writing/study-models.ts'

/** What a study has by default, and what its options cannot replace. */
export interface StudyDefaults {
  readonly sampler: () => Sampler
  readonly models: StudyModels | undefined
}
