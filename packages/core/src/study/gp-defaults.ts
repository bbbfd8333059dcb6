import { prediction } from '../analysis/prediction.ts'
import { recommendation } from '../analysis/recommendation.ts'
import { gpSampler } from '../samplers/gp.ts'
import type { StudyDefaults } from './study-defaults.ts'

/** Search and models with a Gaussian process. */
export const gpDefaults = (): StudyDefaults => ({ sampler: gpSampler, models: { prediction, recommendation } })
