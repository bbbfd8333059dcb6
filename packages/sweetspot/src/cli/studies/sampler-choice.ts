import type { StudySnapshot } from '@sweetspot/core'

/** The samplers that the command line can name. */
export type SamplerName = 'auto' | 'gp' | 'random' | 'quasi-random' | 'grid'

/** The attribute of a study that keeps the sampler it was created with, for commands that continue it. */
export const SAMPLER_ATTRIBUTE = 'sweetspot.sampler'

const NAMES: readonly string[] = ['auto', 'gp', 'random', 'quasi-random', 'grid'] satisfies readonly SamplerName[]

const isSamplerName = (given: unknown): given is SamplerName => typeof given === 'string' && NAMES.includes(given)

/** The sampler that the study was created with. */
export function keptSampler({ attributes }: StudySnapshot): SamplerName | undefined {
  const kept = attributes[SAMPLER_ATTRIBUTE]
  return isSamplerName(kept) ? kept : undefined
}
