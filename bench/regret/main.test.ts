import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { readResults } from './results-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-regret-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs the command with the built packages. */
const bench = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args])

describe('the regret benchmark', () => {
  const [first, both] = [join(folder, 'first.json'), join(folder, 'both.json')]
  const budget = ['--instances', 'branin,tree', '--trials', '12', '--seeds', '2']

  it('runs, stores results, and reports', { timeout: 300_000 }, async () => {
    const { stdout, stderr } = await bench(...budget, '--samplers', 'random', '--jobs', '2', '--json', first)
    expect(stderr).toContain('4 of 4 runs')
    expect(stdout).toContain('problems/branin')
    expect(readResults(first).runs).toHaveLength(4)

    const more = ['--samplers', 'random,quasi-random', '--merge', first, '--json', both, '--report', folder]
    const again = await bench(...budget, ...more)
    expect(again.stderr).toContain('4 of 4 runs')
    expect(
      readResults(both)
        .runs.map(({ system }) => system)
        .sort(),
    ).toEqual([...Array.from({ length: 4 }, () => 'quasi-random'), ...Array.from({ length: 4 }, () => 'random')])
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['ecdf.svg', 'ranks.svg', 'regret.svg', 'standings.txt']),
    )

    const reported = await bench('--merge', both)
    expect(reported.stdout).toBe(again.stdout.replaceAll(/\r/g, ''))
  })

  it('exits with a message and code 2 for invalid options', async () => {
    const failure = await bench('--samplers', 'gpp').catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Unknown sampler gpp; .*\n$/) as string,
    })
  })
})
