import type { SearchSpace, Study, StudySnapshot } from '@sweetspot/core'
import type { CommandContext } from '../command-context.ts'
import { openStudyWith } from './open-study-with.ts'
import type { SamplerName } from './sampler-choice.ts'
import { findStudy } from './stored-study.ts'

/** How a study is opened by a command that changes it. */
export interface OpenOptions {
  /** The sampler for new trials. Default: none is needed, which loads no model. */
  readonly sampler?: SamplerName
  /** A new search space. */
  readonly space?: SearchSpace
}

/**
 * Opens an existing study to change it, lets `work` do so, and closes it.
 *
 * @typeParam T - The type of the result.
 * @throws ERR_STUDY_NOT_FOUND with the nearest name; the errors of `work`
 */
export async function withStudy<T>(
  context: CommandContext,
  name: string | undefined,
  work: (study: Study, snapshot: StudySnapshot) => Promise<T>,
  { sampler = 'random', space }: OpenOptions = {},
): Promise<T> {
  const { storage, print } = context
  const options = {
    name: await findStudy(context, name),
    storage,
    loadIfExists: true,
    observers: [{ notice: (text: string) => print.notice(text) }],
    ...(space && { space }),
  }
  const study: Study = await openStudyWith<never>(sampler, 'none', options)
  try {
    return await work(study, study.snapshot)
  } finally {
    await study.close()
  }
}
