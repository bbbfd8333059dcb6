import { medianPruner, type Params, type Study, type StudyOptions } from '@sweetspot/core'
import {
  createStudy as createRandomStudy,
  gridSampler,
  quasiRandomSampler,
  randomSampler,
} from '@sweetspot/core/random'
import type { SamplerName } from './sampler-choice.ts'

/**
 * Creates or continues a study with the sampler and the pruner of these names.
 *
 * @typeParam C - The names of the constraints.
 * @throws the errors of `createStudy`
 */
export async function openStudyWith<C extends string>(
  sampler: SamplerName,
  pruner: 'median' | 'none',
  options: Omit<StudyOptions<Params, string, C>, 'sampler' | 'pruner'>,
): Promise<Study<Params, string, C>> {
  const all = { ...options, ...(pruner === 'median' && { pruner: medianPruner() }) }
  switch (sampler) {
    case 'auto':
    case 'gp': {
      // The Gaussian process takes time to load.
      const { createStudy } = await import('./create-model-study.ts')
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
