import { readFileSync } from 'node:fs'
import { SweetspotError } from 'sweetspot'

/** Values by scenario and instance. */
type Optima = { readonly [scenario: string]: { readonly [instance: string]: number } }

const optima = JSON.parse(readFileSync(new URL('yahpo-optima.json', import.meta.url), 'utf8')) as Optima

/**
 * The largest value of the target after a complete training that `bench/regret/optima/main.ts` found. The maximum that
 * YAHPO Gym publishes is no optimum: it is the largest of random points, which good samplers pass after a dozen trials,
 * and once (rbv2_xgboost 41157: 0.979) far above what two searches with different seeds found (0.887), so that random
 * points with incomplete trainings seem to be among them.
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
