/** Tunes a program of which some settings end its process or never end: each trial runs in a child process. */
import { childProcessExecutor, createStudy } from 'sweetspot'
import { bloomSpace } from './bloom-space.ts'

const executor = childProcessExecutor(new URL('./objective.ts', import.meta.url), { export: 'objective' })
const study = await createStudy({ space: bloomSpace, direction: 'minimize', seed: 1 })
await study.enqueue({ kilobytes: 16, hashes: 16 })
await study.enqueue({ kilobytes: 1, hashes: 2 })
await study.optimize(executor, { trials: 20, concurrency: 2, trialTimeout: 3_000 })
await executor.close()

for (const trial of study.trials) {
  if (trial.state === 'failed') console.log(`Trial ${trial.number} failed: ${trial.reason}.`)
}
const { number, params, value } = study.best
console.log(`${params.hashes} hashes in ${params.kilobytes} kB cost ${value.toFixed(4)}: trial ${number}.`)
