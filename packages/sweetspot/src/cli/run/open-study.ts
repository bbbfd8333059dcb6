import { medianPruner, type Params, type Study, type StudyOptions } from '@sweetspot/core'
import {
  createStudy as createRandomStudy,
  gridSampler,
  quasiRandomSampler,
  randomSampler,
} from '@sweetspot/core/random'
import type { SamplerName } from '../studies/sampler-choice.ts'

/** A study in which the names of metrics and constraints are known only when it runs. */
type OpenStudyOptions = Omit<StudyOptions<Params, string, string>, 'sampler' | 'pruner'>

/**
 * Creates or continues a study with the sampler and the pruner of these names.
 *
 * @throws the errors of `createStudy`
 */
export async function openStudyWith(
  sampler: SamplerName,
  pruner: 'median' | 'none',
  options: OpenStudyOptions,
): Promise<Study<Params, string, string>> {
  const all = { ...options, ...(pruner === 'median' && { pruner: medianPruner() }) }
  switch (sampler) {
    case 'auto':
    case 'gp': {
      const { createStudy } = await import('../studies/create-model-study.ts')
      return createStudy(all)
    }
    case 'random':
      return createRandomStudy({ ...all, sampler: randomSampler() })
    case 'quasi-random':
      return createRandomStudy({ ...all, sampler: quasiRandomSampler() })
    case 'grid':
      return createRandomStudy({ ...all, sampler: gridSampler() })
  }
}
