import { readFileSync } from 'node:fs'
import { SweetspotError } from 'sweetspot'

/** Values by scenario and instance. */
type Optima = { readonly [scenario: string]: { readonly [instance: string]: number } }

const optima = JSON.parse(readFileSync(new URL('yahpo-optima.json', import.meta.url), 'utf8')) as Optima

/**
 * The largest target value after complete training that `bench/regret/optima/main.ts` found. The maximum that YAHPO Gym
 * publishes is not an optimum: it is the largest value of random points, which good samplers exceed after a dozen
 * trials. In one case (rbv2_xgboost 41157: 0.979) it is far above the value that two searches with different seeds
 * found (0.887), so it seems to include random points with incomplete training.
 *
 * @throws ERR_INVALID_ARGUMENT if the instance was not searched
 */
export function largestKnown(scenario: string, instance: string): number {
  const value = optima[scenario]?.[instance]
  if (value !== undefined) return value
  throw new SweetspotError(
    'ERR_INVALID_ARGUMENT',
    `The optimum of ${scenario} ${instance} is not known: search it by \`node bench/regret/optima/main.ts --data DIR --scenario ${scenario} --instances ${instance}\`.`,
  )
}
