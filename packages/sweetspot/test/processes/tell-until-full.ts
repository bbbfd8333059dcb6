/** Tells results until the file cannot grow any more, and prints how many were acknowledged, and the error. */
import { randomSampler, SweetspotError } from '@sweetspot/core'
import { createStudy } from '../../src/create-study.ts'

const [storage = ''] = process.argv.slice(2)
const study = await createStudy({ name: 'net', storage, loadIfExists: true, sampler: randomSampler(), seed: 1 })
let acknowledged = 0
let error: unknown
try {
  for (; acknowledged < 10_000; acknowledged += 1) {
    const trial = await study.ask()
    await study.tell(trial, acknowledged)
  }
} catch (thrown) {
  error = thrown
}
const { code, message } = error instanceof SweetspotError ? error : { code: 'none', message: String(error) }
console.log(JSON.stringify({ acknowledged, code, message }))
process.exit()
