import type { Sampler } from '../../samplers/sampler.ts'

/** A requirement for samplers: `make` returns a new sampler for each call. Rejects if it is violated. */
export type SamplerCase = (make: () => Sampler) => Promise<void>

export type SamplerCases = { readonly [promise: string]: SamplerCase }
