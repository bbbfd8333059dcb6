import { childProcessExecutor, createStudy, randomSampler, workerThreadExecutor } from 'sweetspot'

/**
 * Runs a trial of an objective with an executor, and does not close it. Prints the attribute `pids` of the trial as soon
 * as it reports.
 */
const [kind, name = ''] = process.argv.slice(2)
const make = kind === 'workerThreadExecutor' ? workerThreadExecutor : childProcessExecutor
const executor = make(new URL('../objectives/behaviour.ts', import.meta.url), { export: name })
const study = await createStudy({ sampler: randomSampler(), seed: 1, observers: [{ notice: () => {} }] })
const trialReported = async () => {
  const attributes = async () => (await study.refresh()).trials.get(0)?.attributes
  for (let tries = 0; tries < 100 && !(await attributes())?.['pids']; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  console.log(JSON.stringify((await attributes())?.['pids']))
}
let hasReported = false
await study.optimize(executor, {
  trials: 1,
  observer: {
    trialReported: () => {
      if (!hasReported) void trialReported()
      hasReported = true
    },
  },
})
