import { randomSampler } from '../samplers/random.ts'
import type { Params } from '../space/params.ts'
import { createStudyWith } from './create-study-with.ts'
import type { Study } from './study.ts'
import type { StudyOptions } from './study-options.ts'

/**
 * Creates a study, or continues one, without the code of Gaussian processes.
 *
 * The default sampler is `randomSampler()`, and `predict` and `recommend` throw ERR_NO_MODEL.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 * @throws ERR_STUDY_EXISTS, ERR_STUDY_MISMATCH, ERR_INVALID_NAME, ERR_INVALID_ARGUMENT
 */
export async function createStudy<P = Params, const M extends string = 'value', const C extends string = never>(
  options: StudyOptions<P, M, C> = {},
): Promise<Study<P, M, C>> {
  return createStudyWith(options, () => ({ sampler: randomSampler, models: undefined }))
}
