import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { KernelResults } from '../kernels/results.ts'
import type { Machine } from '../machine.ts'
import type { ResultsFile } from '../regret/results-file.ts'
import { inventedRun } from '../regret/statistics/invented-run.ts'
import type { SpeedResults } from '../speed/results.ts'
import { kernelsPart } from './kernels-part.ts'
import { markdownTable } from './markdown-table.ts'
import { withMeasuredPart } from './measured-part.ts'
import { regretPart } from './regret-part.ts'
import { bookkeepingPart, suggestionsPart } from './speed-part.ts'

const machine: Machine = {
  processor: 'A processor',
  cores: 2,
  memoryGb: 8,
  platform: 'linux x64',
  node: 'v24.1.0',
  date: '2026-11-26',
}
const where = 'Measured on 2 cores of A processor, 8 GB, linux x64, Node 24.1.0, on 2026-11-26.'
const timing = { median: 1_500, p95: 2_000 }

describe('withMeasuredPart', () => {
  const page = 'a\n<!-- measured: x -->\n\nold\n\n<!-- end of x -->\nb\n'

  it('replaces one part, idempotently', () => {
    const written = withMeasuredPart(page, 'x', 'new\n')
    expect(written).toBe('a\n<!-- measured: x -->\n\nnew\n\n<!-- end of x -->\nb\n')
    expect(withMeasuredPart(written, 'x', 'new')).toBe(written)
  })

  it('throws if the page has no marks', () => {
    expect(() => withMeasuredPart(page, 'y', 'new')).toThrow('<!-- measured: y -->')
  })

  it('finds the marks of all parts in docs/benchmarks.md', () => {
    const docs = readFileSync(new URL('../../docs/benchmarks.md', import.meta.url), 'utf8')
    for (const name of ['regret', 'suggestions', 'bookkeeping', 'kernels']) {
      expect(withMeasuredPart(docs, name, 'new')).toContain(
        `<!-- measured: ${name} -->\n\nnew\n\n<!-- end of ${name} -->`,
      )
    }
  })
})

describe('markdownTable', () => {
  it('escapes cells', () => {
    expect(
      markdownTable([
        ['a', 'b'],
        ['x|y', '1'],
      ]),
    ).toBe('| a | b |\n| --- | ---: |\n| x\\|y | 1 |')
  })
})

describe('regretPart', () => {
  const file = (...runs: ResultsFile['runs']): ResultsFile => ({ kind: 'regret', format: 1, machine, runs, broken: [] })
  const regret = [1, 0.1, 0.01]
  const older = file(
    inventedRun({ system: 'b', instance: 'one', regret: [1, 1, 0.1] }),
    inventedRun({ system: 'a', instance: 'one', regret: [1, 1, 1] }),
    inventedRun({ system: 'b', instance: 'two', regret: [1, 1, 0.05] }),
    inventedRun({ system: 'a', instance: 'two', regret, version: '2.0' }),
    inventedRun({ system: 'a', instance: 'two', regret, parallel: 4 }),
  )
  const { markdown, pictures } = regretPart([older, file(inventedRun({ system: 'a', instance: 'one', regret }))], {
    first: 'a',
  })

  it('has standings from best to worst, with runs of newer files', () => {
    expect(markdown).toContain(where)
    expect(markdown).toContain('Systems: `b` 0, `a` 0, `a` 2.0.')
    const rows = markdown.split('\n').filter((line) => /^\| [ab] \|/.test(line))
    expect(rows.slice(0, 2)).toEqual([
      '| a | −2.00 |  |  |  | 1.00 | 2.00 |',
      '| b | −1.15 | +0.85 | +0.70 to +1.00 | 0.50 | 2.00 | 2.00 |',
    ])
  })

  it('says after how many trials the first system matches the others', () => {
    expect(markdown).toContain('Trials of `a` to reach what each system has after 3: b 3.')
  })

  it('shows values and failures of functions, under a title', () => {
    const values = (least: number) => [1, least, null]
    const branin = { scenario: 'problems', instance: 'branin', regret, failures: 1 }
    const runs = [0.4, 0.5, 0.9].map((least, seed) => inventedRun({ ...branin, seed, values: values(least) }))
    const part = regretPart([file(...runs)], { title: 'Functions', suffix: '-2' })
    expect(part.markdown).toContain('### Functions: 3 trials, one after another, 3 seeds')
    expect(part.markdown).toContain('| branin | 0.500000 (3 failed) |')
    expect(Object.keys(part.pictures)).toContain('benchmark-regret-3-trials-2.svg')
    expect(markdown).not.toContain('Best value')
  })

  it('has a section and figures for each budget', () => {
    expect(markdown).toContain('### 3 trials, one after another')
    expect(markdown).toContain('### 3 trials, 4 at once')
    expect(Object.keys(pictures)).toEqual([
      'benchmark-regret-3-trials.svg',
      'benchmark-ranks-3-trials.svg',
      'benchmark-ecdf-3-trials.svg',
      'benchmark-regret-3-trials-4-at-once.svg',
      'benchmark-ranks-3-trials-4-at-once.svg',
      'benchmark-ecdf-3-trials-4-at-once.svg',
    ])
    for (const name of Object.keys(pictures)) expect(markdown).toContain(`(./public/pictures/${name})`)
  })
})

describe('the parts of speed', () => {
  const cell = { dimensions: 5, finished: 100, concurrency: 1 }
  const spread = { ...timing, max: 3_000, count: 8 }
  const results: SpeedResults = {
    kind: 'speed',
    format: 1,
    machine,
    askTell: { memory: timing, memoryByRunning: timing, sqlite: timing, fsyncedInsert: { median: 500, p95: 600 } },
    manyParameters: {
      parameters: 10_000,
      first: { median: 320_000, p95: 400_000 },
      later: { median: 95_000, p95: 99_000 },
    },
    replayed: { trials: 100_000, whole: 300_000, append: { early: 4, late: 5 } },
    imported: { empty: timing, core: { median: 31_500, p95: 40_000 }, sweetspot: { median: 81_500, p95: 90_000 } },
    optuna: { version: '5.0.0', memory: { median: 15_000, p95: 16_000 }, sqlite: { median: 30_000, p95: 31_000 } },
    suggestions: {
      ours: [
        {
          ...cell,
          askAtOnce: spread,
          askRested: spread,
          learning: spread,
          tell: spread,
          cold: 1,
          longestBlock: 9_000,
          memory: { peakMb: 120 },
        },
      ],
      peers: [
        {
          ...cell,
          system: 'optuna-gp',
          version: '5.0.0',
          ask: { ...spread, median: 15_000 },
          tell: spread,
          cold: 1,
          memory: { peakMb: 300 },
        },
      ],
      skipped: [{ ...cell, system: 'keras-tuner', skipped: 'took too long' }],
    },
  }

  it('have ratios of the same run', () => {
    const bookkeeping = bookkeepingPart(results)
    expect(bookkeeping).toContain(where)
    expect(bookkeeping).toContain('| in memory | 1.50 ms | 15.00 ms | 10.0 |')
    expect(bookkeeping).toContain('the study needs 1.5 times as long')
    expect(bookkeeping).toContain("`import '@sweetspot/core'` adds 30.00 ms, `import 'sweetspot'` 80.00 ms")
    const { optuna: _, ...alone } = results
    expect(bookkeepingPart(alone)).toContain('| in memory | 1.50 ms |\n')
  })

  it('have the time of many parameters, if it was measured', () => {
    const text = 'With 10,000 parameters, the first trial takes 320.00 ms and a later one 95.00 ms.'
    expect(bookkeepingPart(results)).toContain(text)
    const { manyParameters: _, ...earlier } = results
    expect(bookkeepingPart(earlier)).not.toContain('parameters, the first trial')
  })

  it('compare suggestions with those of peers, and list skipped cells', () => {
    const suggestions = suggestionsPart(results)
    expect(suggestions).toContain('| 5 | 100 | 1 | 1.50 ms | 1.50 ms | 9.00 ms | 120 MB | 15.00 ms | 10.0 |')
    expect(suggestions).toContain('Not measured: keras-tuner, 5 parameters, 100 trials, 1 at once: took too long.')
  })
})

describe('kernelsPart', () => {
  it('has a row for each work and size, and a column for each implementation', () => {
    const measured = (compute: string, milliseconds: number): KernelResults['measurements'][number] => ({
      compute,
      name: 'cholesky',
      n: 64,
      milliseconds,
      rate: 1,
      unit: 'flop',
    })
    const results: KernelResults = {
      kind: 'kernels',
      format: 1,
      machine,
      dimensions: 10,
      versions: { numpy: '2.1', scipy: '1.17' },
      measurements: [measured('plain', 2), measured('wasm', 0.5)],
    }
    expect(kernelsPart(results)).toContain(
      '| work | plain | wasm |\n| --- | ---: | ---: |\n| cholesky, n = 64 | 2.00 | 0.500 |',
    )
    expect(kernelsPart(results)).toContain('NumPy 2.1 and SciPy 1.17 with one thread.')
  })
})
