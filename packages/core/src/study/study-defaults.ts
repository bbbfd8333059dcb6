import type { Sampler } from '../samplers/sampler.ts'
import type { StudyModels } from './writing/study-models.ts'

/** The default sampler of studies, and the models that they all use. */
export interface StudyDefaults {
  readonly sampler: () => Sampler
  readonly models: StudyModels | undefined
}
