import { readFileSync } from 'node:fs'

/** Values by scenario and instance. */
type Optima = { readonly [scenario: string]: { readonly [instance: string]: number } }

const optima = JSON.parse(readFileSync(new URL('yahpo-optima.json', import.meta.url), 'utf8')) as Optima

/**
 * The largest value of the target that `bench/regret/optima/main.ts` found: the maximum that YAHPO Gym publishes is the
 * largest of random points, and good samplers pass it after a dozen trials.
 */
export function largestKnown(scenario: string, instance: string): number {
  const value = optima[scenario]?.[instance]
  if (value === undefined) throw new Error(`yahpo-optima.json has no value of ${scenario} for ${instance}.`)
  return value
}
