import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runExample } from './run-example.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-example-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the examples of commands', () => {
  it('compress.yaml finds the level of the smallest archive', async () => {
    const { counts, best } = await runExample(folder, ['compress.yaml'])
    expect(counts.completed).toBe(9)
    expect(best?.params.level).toBeGreaterThan(4)
  })

  it('build.yaml finds bundles that no other one beats in size and time', async () => {
    const { counts, front = [] } = await runExample(folder, [
      'build.yaml',
      '-n',
      '6',
      '--sampler',
      'random',
      '--seed',
      '1',
    ])
    expect(counts.completed).toBe(6)
    expect(front.length).toBeGreaterThan(0)
    const sizes = front.map(({ values }) => values.bytes ?? Number.NaN)
    expect(Math.min(...sizes)).toBeGreaterThan(20_000)
    expect(Math.max(...sizes)).toBeLessThan(60_000)
  })

  it('prompt.yaml runs refused requests again, until they succeed', async () => {
    const { counts, front = [] } = await runExample(folder, ['prompt.yaml', '-n', '6', '--sampler', 'random'])
    expect(counts).toMatchObject({ completed: 6, failed: 0 })
    expect(front.every(({ values }) => (values.accuracy ?? 0) > 0.2 && (values.cost ?? 0) > 0)).toBe(true)
  })

  it('sqlite.yaml finds settings of a database within a bound of its size', async () => {
    const { counts, best } = await runExample(folder, ['sqlite.yaml', '-n', '6', '--sampler', 'random', '--seed', '1'])
    expect(counts.completed).toBe(6)
    expect(best?.values.operations).toBeGreaterThan(100)
    expect(best?.values.megabytes).toBeLessThan(4)
  })
})
