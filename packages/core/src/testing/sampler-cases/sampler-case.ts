import type { Sampler } from '../../samplers/sampler.ts'

/** A promise of samplers: `make` gives a new one each time. Rejects where it is broken. */
export type SamplerCase = (make: () => Sampler) => Promise<void>

export type SamplerCases = { readonly [promise: string]: SamplerCase }
