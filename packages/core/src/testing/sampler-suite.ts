import type { Sampler } from '../samplers/sampler.ts'
import type { ConformanceCase } from './conformance-case.ts'
import { CONCURRENCY_CASES } from './sampler-cases/concurrency-cases.ts'
import { DISTINCT_CASES } from './sampler-cases/distinct-cases.ts'
import { PURITY_CASES } from './sampler-cases/purity-cases.ts'
import { RUNNING_CASES } from './sampler-cases/running-cases.ts'
import { SURVIVAL_CASES } from './sampler-cases/survival-cases.ts'
import { VALIDITY_CASES } from './sampler-cases/validity-cases.ts'

/** Options of `samplerCases`. */
export interface SamplerSuiteOptions {
  /** Whether suggestions depend on results; if not, trials must have the same params at any concurrency. */
  readonly learns: boolean
}

/**
 * The requirements for every sampler, one per case; independent of the test runner. Give a grid sampler a number of
 * points for continuous parameters, and no limit.
 *
 * @param make - Returns a new sampler with the same options for each call.
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
