/**
 * The speed of the numerics of Gaussian processes: plain TypeScript, WebAssembly, and, with `--python`, NumPy and SciPy
 * in the same run.
 *
 * `npm run bench:kernels [-- --python PATH] [-- --json FILE] [-- --sizes 64,128] [-- --dimensions 10]`
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { thisMachine } from '../machine.ts'
import { type Measurement, measure, measurementOf } from './measure.ts'
import { measureReference } from './reference.ts'
import type { KernelResults } from './results.ts'
import { showMeasurements } from './show.ts'

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    json: { type: 'string' },
    sizes: { type: 'string', default: '64,100,128,256,500,512' },
    dimensions: { type: 'string', default: '10' },
  },
})
const sizes = values.sizes.split(',').map(Number)
const d = Number(values.dimensions)

const machine = thisMachine()
console.log(`Node ${machine.node}, ${machine.processor}, ${d} dimensions, best of many runs`)
const ours = sizes.flatMap((n) => measure(n, d))
const reference = values.python === undefined ? undefined : measureReference(values.python, sizes, d)
if (reference) console.log(`NumPy ${reference.versions.numpy}, SciPy ${reference.versions.scipy}, one thread`)
const theirs = ours.flatMap(({ compute, name, n, rate, unit, milliseconds }): Measurement[] => {
  const time = reference?.sizes[n]?.[name]
  if (compute !== 'wasm' || time === undefined) return []
  const amount = rate * milliseconds * (unit === 'flop' ? 1e6 : 1e-3)
  return [measurementOf({ compute: 'scipy', name, amount, unit }, n, time)]
})
const measurements = [...ours, ...theirs]
console.log(`\n${showMeasurements(measurements).join('\n')}`)
if (values.json !== undefined) {
  const report: KernelResults = {
    kind: 'kernels',
    format: 1,
    machine,
    dimensions: d,
    versions: reference?.versions,
    measurements,
  }
  writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`)
}
