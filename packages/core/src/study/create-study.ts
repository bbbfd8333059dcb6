import type { Params } from '../space/params.ts'
import { createStudyWith } from './create-study-with.ts'
import { gpDefaults } from './lazy-gp-defaults.ts'
import type { Study } from './study.ts'
import type { StudyOptions } from './study-options.ts'

/**
 * Creates a study, or continues one with `loadIfExists`.
 *
 * A study can be continued with a changed search space or other constraints. A notice describes each change, and the
 * journal keeps it. Trials that no longer fit the space stay in the record, but samplers do not learn from them.
 *
 * Trials of processes that died are requeued when the next trial starts. Opening a study writes nothing unless its
 * declaration changed.
 *
 * In pages whose bundler splits code, the first call loads the Gaussian process. If that fails, it rejects with the
 * error of the loader, and nothing has been written.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 * @throws ERR_STUDY_EXISTS, ERR_STUDY_MISMATCH, ERR_INVALID_NAME, ERR_INVALID_ARGUMENT
 */
export async function createStudy<P = Params, const M extends string = 'value', const C extends string = never>(
  options?: StudyOptions<P, M, C>,
): Promise<Study<P, M, C>> {
  return createStudyWith(options, gpDefaults)
}
