/**
 * Finds the largest target values of YAHPO Gym's surrogates, for `bench/regret/tasks/yahpo-optima.json`, by a long
 * evolutionary search on each instance. Existing values are kept if they are larger.
 *
 * `node bench/regret/optima/main.ts --data DIR [--scenario A,B] [--instances A,B|dev|test|all] [--missing] [--seed N]`;
 * `--missing` skips instances that have a value.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { foldIn, keyFromSeed } from 'sweetspot/extend'
import { chosenInstances, scenarioOf } from '../tasks/catalogue.ts'
import { openYahpo } from '../tasks/yahpo-data.ts'
import { DEFINITIONS } from '../tasks/yahpo-definitions.ts'
import { largestValue } from './largest-value.ts'

const FILE = new URL('../tasks/yahpo-optima.json', import.meta.url)

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    scenario: { type: 'string', default: Object.keys(DEFINITIONS).join(',') },
    instances: { type: 'string', default: 'all' },
    missing: { type: 'boolean', default: false },
    seed: { type: 'string', default: '0' },
  },
})
const optima: { [scenario: string]: { [instance: string]: number } } = existsSync(FILE)
  ? JSON.parse(readFileSync(FILE, 'utf8'))
  : {}
for (const scenario of values.scenario.split(',')) {
  const { space, ranges, evaluate } = openYahpo(scenario, values.data)
  const known = (optima[scenario] ??= {})
  const key = foldIn(keyFromSeed(Number(values.seed)), scenario)
  for (const [, instance] of chosenInstances([scenarioOf(scenario, values.data)], values.instances)) {
    if (values.missing && known[instance] !== undefined) continue
    const found = await largestValue(space, (params) => evaluate(instance, params), foldIn(key, instance))
    const before = known[instance]
    known[instance] = Math.max(found, before ?? Number.NEGATIVE_INFINITY)
    console.log(`${scenario}/${instance}: ${found}, known ${before ?? '–'}, random ${ranges.get(instance)?.max ?? '–'}`)
    writeFileSync(FILE, `${JSON.stringify(optima, undefined, 2)}\n`)
  }
}
