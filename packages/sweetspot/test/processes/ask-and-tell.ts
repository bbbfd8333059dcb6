import { createStudy, float, randomSampler, space } from 'sweetspot'

/** Asks and tells the given number of trials of a study that other processes use, too, and prints their numbers. */
const [path = '', trials = '0'] = process.argv.slice(2)
const study = await createStudy({
  name: 'shared',
  storage: `sqlite:${path}`,
  space: space({ x: float(0, 1) }),
  sampler: randomSampler(),
  seed: 1,
  loadIfExists: true,
})
const told: [number: number, value: number][] = []
for (let index = 0; index < Number(trials); index += 1) {
  const trial = await study.ask()
  const value = trial.params.x + process.pid
  await study.tell(trial, value)
  told.push([trial.number, value])
}
await study.close()
console.log(JSON.stringify(told))
