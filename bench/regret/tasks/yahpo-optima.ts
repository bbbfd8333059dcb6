import { readFileSync } from 'node:fs'
import { SweetspotError } from 'sweetspot'

/** Values by scenario and instance. */
type Optima = { readonly [scenario: string]: { readonly [instance: string]: number } }

const optima = JSON.parse(readFileSync(new URL('yahpo-optima.json', import.meta.url), 'utf8')) as Optima

/**
 * The largest value of the target that `bench/regret/optima/main.ts` found: the maximum that YAHPO Gym publishes is the
 * largest of random points, and good samplers pass it after a dozen trials.
 *
 * @throws ERR_INVALID_ARGUMENT for an instance that was not searched
 */
export function largestKnown(scenario: string, instance: string): number {
  const value = optima[scenario]?.[instance]
  if (value !== undefined) return value
  throw new SweetspotError(
    'ERR_INVALID_ARGUMENT',
    `The optimum of ${scenario} ${instance} is not known: search it by \`node bench/regret/optima/main.ts --data DIR --scenario ${scenario} --instances ${instance}\`.`,
  )
}
