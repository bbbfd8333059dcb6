/**
 * Measures the quality of suggestions: the regret after each trial, of our samplers and others, on tasks from real
 * tuning and on functions with known optima.
 *
 * `npm run bench:regret -- --help` lists the options; `bench/README.md` explains them.
 */
import { SweetspotError } from 'sweetspot'
import { type RegretOptions, readOptions, USAGE } from './options.ts'
import { progressOf } from './progress.ts'
import { standingsText } from './report/standings-text.ts'
import { writeReport } from './report/write-report.ts'
import { mergedRuns, readResults, writeResults } from './results-file.ts'
import { runAll } from './run-all.ts'
import { type BrokenRun, type RunRecord, type RunSpec, runKey } from './run-record.ts'
import { comparisonsOf } from './statistics/comparison.ts'
import { checkPeers, systemOf } from './systems/systems.ts'
import { chosenInstances, scenarioOf } from './tasks/catalogue.ts'

const SAVE_EVERY_MS = 10_000

try {
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') console.log(USAGE)
  else await bench(options)
} catch (error) {
  if (!(error instanceof SweetspotError)) throw error
  console.error(error.message)
  process.exitCode = 2
}

async function bench(options: RegretOptions): Promise<void> {
  const { json, tag } = options
  const runs: RunRecord[] = [...mergedRuns(options.merge.map(readResults))]
  const broken: BrokenRun[] = []
  const known = new Set(runs.map(runKey))
  const named = (system: string) => (tag === undefined || options.peers.includes(system) ? system : `${system} ${tag}`)
  const specs = specsOf(options).filter((spec) => !known.has(runKey({ ...spec, system: named(spec.system) })))
  await checkPeers(options)
  const showProgress = progressOf(specs.length)
  // In the order of the options, regardless of which run ends first.
  const indices = new Map(specs.map((spec, index) => [runKey({ ...spec, system: named(spec.system) }), index]))
  const indexOf = (record: RunRecord) => indices.get(runKey(record)) ?? -1
  const sorted = () => runs.toSorted((one, other) => indexOf(one) - indexOf(other))
  const save = () => json !== undefined && writeResults(json, sorted(), broken)
  let [done, saved] = [0, performance.now()]
  await runAll(specs, {
    ...options,
    ended(run) {
      done += 1
      if ('error' in run) broken.push(run)
      else runs.push({ ...run, system: named(run.system) })
      showProgress(done, `${run.system} on ${run.scenario}/${run.instance}, seed ${run.seed}`)
      if (performance.now() - saved < SAVE_EVERY_MS) return
      save()
      saved = performance.now()
    },
  })
  save()
  const order = [...options.samplers, ...options.peers].map(named)
  const comparisons = comparisonsOf(sorted(), order)
  for (const comparison of comparisons) console.log(`\n${standingsText(comparison).join('\n')}`)
  if (options.report !== undefined) writeReport(options.report, comparisons)
  for (const { system, scenario, instance, seed, error } of broken) {
    console.error(`${system} broke off on ${scenario}/${instance}, seed ${seed}: ${error}`)
  }
  if (broken.length > 0) process.exitCode = 1
}

/** All runs: seeds outermost, so that partial results cover all tasks. */
function specsOf(options: RegretOptions): RunSpec[] {
  const { scenarios, instances, samplers, peers, seeds, trials, parallel, data } = options
  const systems = [...samplers, ...peers]
  for (const system of systems) systemOf(system, options)
  const pairs = chosenInstances(
    scenarios.map((name) => scenarioOf(name, data)),
    instances,
  )
  for (const [scenario, instance] of pairs) scenario.check?.(instance)
  return seeds.flatMap((seed) =>
    pairs.flatMap(([{ name: scenario }, instance]) =>
      systems.map((system) => ({ system, scenario, instance, seed, trials, parallel })),
    ),
  )
}
