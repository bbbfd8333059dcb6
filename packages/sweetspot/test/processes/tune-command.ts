/** Tunes the command that its argument has as JSON. */
import { commandExecutor, createStudy, float, space } from 'sweetspot'
import { randomSampler } from 'sweetspot/extend'

const study = await createStudy({
  space: space({ x: float(0, 1) }),
  sampler: randomSampler(),
  observers: [{ notice() {} }],
})
const executor = commandExecutor({ argv: JSON.parse(process.argv[2] ?? '[]'), gracePeriod: 1_000_000 })
await study.optimize(executor, { trials: 1 })
await executor.close()
