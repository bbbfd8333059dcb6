import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

/** Runs an example by Node with the built packages, and returns its output. */
async function outputOf(example: string): Promise<string> {
  const { stdout, stderr } = await run(example)
  expect(stderr).toBe('')
  return stdout
}

function run(example: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [join(import.meta.dirname, example), ...args])
}

/** Returns the numbers that a pattern captures. */
function numbersIn(text: string, pattern: RegExp): number[] {
  const match = pattern.exec(text)
  if (!match) throw new Error(`${pattern} is not in:\n${text}`)
  return match.slice(1).map(Number)
}

describe('quadratic', () => {
  it('finds x = 2', async () => {
    const output = await outputOf('quadratic.ts')
    const [x = Number.NaN, value, trial, trials] = numbersIn(output, /x = (\S+) gives (\S+): trial (\d+) of (\d+)\./)
    expect(x).toBeCloseTo(2, 1)
    expect(value).toBe((x - 2) ** 2)
    expect(trials).toBe(25)
    expect(trial).toBeLessThan(25)
  })
})

describe('isolated-trials', () => {
  it('records trials that crash or never end, and finds a small filter with few false positives', async () => {
    const output = await outputOf('isolated-trials/main.ts')
    expect(output).toContain('Trial 0 failed: crashed.')
    expect(output).toContain('Trial 1 failed: timeout.')
    const [hashes, kilobytes = 0, cost] = numbersIn(output, /(\d+) hashes in (\d+) kB cost ([\d.]+): trial \d+\./)
    expect(hashes).toBeLessThan(15)
    expect(kilobytes).toBeGreaterThan(1)
    expect(cost).toBeLessThan(0.06)
  })
})

describe('async-branches', () => {
  it('finds a packing that costs less than a third of the default settings, and prints the best trials', async () => {
    const output = await outputOf('async-branches.ts')
    const [usual = 0, best = 0, times] = numbersIn(output, /cost (\d+), the best found (\d+): ([\d.]+) times less/)
    expect(best).toBeLessThan(usual / 3)
    expect(times).toBeCloseTo(usual / best, 0)
    const costs = [...output.matchAll(/^ +\d+ +(\d+) +\S+ \S+ +columns +true/gm)].map(([, cost]) => Number(cost))
    expect(costs).toHaveLength(5)
    expect(costs).toEqual(costs.toSorted((a, b) => a - b))
    expect(Math.abs((costs[0] ?? 0) - best)).toBeLessThanOrEqual(1)
    expect(output).toContain('packing: 40 completed; the 5 best')
    expect(output).toMatch(
      /It is (?:brotli of quality \d with a window of \d+ bytes|deflate of level \d with a memory level of \d)\./,
    )
  })
})

describe('compare-searches', () => {
  it('runs the same number of trainings with each search, and prints after how many each reached the common accuracy', async () => {
    const { stdout, stderr } = await run('compare-searches/main.ts', '6')
    expect(stderr.match(/\.{6}$/gm)).toHaveLength(3)
    const rows = [...stdout.matchAll(/^(\w+) +([\d.]+) % +([\d.]+) % +(\d+)$/gm)].map(([, search, ...numbers]) => {
      const [early = Number.NaN, late = Number.NaN, needed = Number.NaN] = numbers.map(Number)
      return { search, early, late, needed }
    })
    expect(rows.map(({ search }) => search)).toEqual(['grid', 'random', 'Bayesian'])
    const [reached = Number.NaN] = numbersIn(stdout, /trainings to reach ([\d.]+) %/)
    expect(reached).toBe(Math.min(...rows.map(({ late }) => late)))
    expect(reached).toBeGreaterThan(60)
    for (const { early, late, needed } of rows) {
      expect(late).toBeGreaterThanOrEqual(early)
      expect(needed <= 3).toBe(early >= reached)
    }
  })
})

describe('mnist', () => {
  it('repeats the search and the training of the best model exactly', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sweetspot-mnist-'))
    const report = async (out: string) => {
      const sizes = ['--trials', '2', '--samples', '500', '--epochs', '1']
      const { stdout } = await run('mnist/main.ts', '--json', ...sizes, '--out', join(folder, out))
      const { seconds, ...results } = JSON.parse(stdout) as { seconds: number; testAccuracy: number }
      expect(seconds).toBeGreaterThan(0)
      return results
    }
    const first = await report('first')
    expect(first.testAccuracy).toBeGreaterThan(0.8)
    expect(await report('second')).toEqual(first)
    await rm(folder, { recursive: true })
  }, 300_000)

  it('prints its usage, and refuses invalid options', async () => {
    const { stdout, stderr } = await run('mnist/main.ts', '--help')
    expect(stdout).toBe('')
    expect(stderr).toContain('--samples N')
    await expect(run('mnist/main.ts', '--samples', '70000')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'Expected an integer from 100 to 60000 for --samples; received "70000".',
      ) as string,
    })
  })

  it.each([
    [['--trails', '3'], 'Unknown option --trails; did you mean --trials?'],
    [['--n-trials=3'], 'Unknown option --n-trials; did you mean --trials?'],
    [['--outdir', 'x'], 'Unknown option --outdir; did you mean --out?'],
    [['--sead', '1'], 'Unknown option --sead; did you mean --seed?'],
    [['--zzz'], 'Unknown option --zzz; the options are listed above.'],
    [['10'], 'Expected options only; received "10".'],
  ])('names the error in %j and the nearest option in its last line', async (args, last) => {
    const failed = (await run('mnist/main.ts', ...args).catch((error: unknown) => error)) as {
      code: number
      stderr: string
    }
    expect([failed.code, failed.stderr.trimEnd().split('\n').at(-1)]).toEqual([2, last])
  })

  it('prints its usage in lines of less than 60 characters', async () => {
    const { stderr } = await run('mnist/main.ts', '--help')
    expect(Math.max(...stderr.split('\n').map((line) => line.length))).toBeLessThan(60)
  })

  it('reports without a stack trace that its folder cannot be created', async () => {
    const out = fileURLToPath(import.meta.url)
    const args = ['--out', `${out}/results`, '--samples', '100', '--trials', '1', '--epochs', '1']
    const { stderr } = (await run('mnist/main.ts', ...args).catch((error: unknown) => error)) as { stderr: string }
    expect(stderr).toContain('Choose another folder for the results with --out DIR.')
    expect(stderr).not.toContain('    at ')
  })
})
