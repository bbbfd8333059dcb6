import { createStudy, randomSampler } from 'sweetspot'

/** Runs its first trial forever, with a clock that is wrong by the given number of hours. */
const [path = '', hours = '0'] = process.argv.slice(2)
const study = await createStudy({
  name: 'net',
  storage: `sqlite:${path}`,
  loadIfExists: true,
  sampler: randomSampler(),
  seed: 1,
  clock: {
    now: () => Date.now() + Number(hours) * 3_600_000,
    after: (delay, callback) => {
      const timer = setTimeout(callback, delay)
      return () => clearTimeout(timer)
    },
  },
})
await study.optimize((trial) => {
  process.stdout.write(`${trial.number} in process ${process.pid}\n`)
  for (;;);
})
