import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { gpCompute } from './chooser.ts'

const execute = promisify(execFile)
const built = new URL('../../../../dist/', import.meta.url)

/** The compute that the built engine chooses in a new Node process, and the best value of a Bayesian search there. */
async function searchIn(flags: readonly string[]): Promise<{ name: string; x: number }> {
  const program = `
    const { createStudy, float, gpSampler, space } = await import('${new URL('index.js', built).href}')
    const { gpCompute } = await import('${new URL('surrogates/gaussian-process/compute/chooser.js', built).href}')
    const study = await createStudy({ space: space({ x: float(-10, 10) }), sampler: gpSampler(), seed: 1 })
    await study.optimize(({ params }) => (params.x - 2) ** 2, { trials: 12 })
    console.log(JSON.stringify({ name: gpCompute().name, x: study.best.params.x }))`
  const { stdout } = await execute(process.execPath, [...flags, '--input-type=module', '--eval', program])
  return JSON.parse(stdout) as { name: string; x: number }
}

it('chooses WebAssembly, once', () => {
  expect(gpCompute().name).toBe('wasm')
  expect(gpCompute()).toBe(gpCompute())
})

it.each([
  { flags: [], name: 'wasm' },
  // Node without JIT compilation has no WebAssembly.
  { flags: ['--jitless'], name: 'plain' },
])('uses the $name compute with the flags $flags, and searches', async ({ flags, name }) => {
  const found = await searchIn(flags)
  expect(found.name).toBe(name)
  expect(Math.abs(found.x - 2)).toBeLessThan(0.5)
})
