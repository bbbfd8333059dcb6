import { writeSync } from 'node:fs'
import { createStudy, float, randomSampler, SweetspotError, space } from 'sweetspot'

/**
 * Optimizes forever, several trials at a time, and prints a line for each trial as soon as it is acknowledged. The line
 * is written synchronously, so that a kill cannot lose it.
 */
const [path = ''] = process.argv.slice(2)
try {
  const study = await createStudy({
    name: 'killed',
    storage: `sqlite:${path}`,
    space: space({ x: float(0, 1) }),
    sampler: randomSampler(),
    seed: 1,
    maxCrashes: 1_000,
    loadIfExists: true,
  })
  await study.optimize(
    async ({ params, report, number }) => {
      report(params.x, 0)
      await new Promise((resolve) => setTimeout(resolve, number % 3))
      return params.x
    },
    {
      concurrency: 3,
      onTrial: (trial) => {
        if (trial.state === 'completed') writeSync(1, `${trial.number} ${trial.values.value}\n`)
      },
    },
  )
} catch (error) {
  if (!(error instanceof SweetspotError)) throw error
  writeSync(1, `${error.code} ${error.message}\n`)
}
