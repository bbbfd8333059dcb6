import type { Sampler } from '../samplers/sampler.ts'
import type { ConformanceCase } from './conformance-case.ts'
import { CONCURRENCY_CASES } from './sampler-cases/concurrency-cases.ts'
import { DISTINCT_CASES } from './sampler-cases/distinct-cases.ts'
import { PURITY_CASES } from './sampler-cases/purity-cases.ts'
import { RUNNING_CASES } from './sampler-cases/running-cases.ts'
import { SURVIVAL_CASES } from './sampler-cases/survival-cases.ts'
import { VALIDITY_CASES } from './sampler-cases/validity-cases.ts'

export interface SamplerSuiteOptions {
  /** Whether results change what is suggested; unless they do, trials must have the same params at any concurrency. */
  readonly learns: boolean
}

/**
 * What every sampler promises, one case for each promise; needs no test runner. A grid sampler is to be given a number of
 * points for continuous parameters, and no limit.
 *
 * @param make - Gives a new sampler each time it is called, always with the same options.
 *
 * @example
 * ```ts
 * describe.each(samplerCases(() => randomSampler(), { learns: false }))('$name', ({ run }) => it('holds', run))
 * ```
 */
export function samplerCases(make: () => Sampler, { learns }: SamplerSuiteOptions): readonly ConformanceCase[] {
  const cases = {
    ...VALIDITY_CASES,
    ...PURITY_CASES,
    ...DISTINCT_CASES,
    ...RUNNING_CASES,
    ...SURVIVAL_CASES,
    ...(learns ? {} : CONCURRENCY_CASES),
  }
  return Object.entries(cases).map(([name, check]) => ({ name, run: () => check(make) }))
}
