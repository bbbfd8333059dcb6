import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { mergedRuns, readResults, writeResults } from './results-file.ts'
import { inventedRun } from './statistics/invented-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-regret-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string) => join(folder, name)

describe('results', () => {
  it('are read exactly as written', () => {
    const runs = [inventedRun({ regret: [1, 0.5], values: [null, 3] }), inventedRun({ regret: [0.1], seed: 2 })]
    const { system, scenario, instance, seed, trials, parallel } = inventedRun({ regret: [], seed: 3 })
    const broken = [{ system, scenario, instance, seed, trials, parallel, error: 'why' }]
    writeResults(file('results.json'), runs, broken)
    expect(readResults(file('results.json'))).toMatchObject({ kind: 'regret', runs, broken })
    writeResults(file('empty.json'), [], [])
    expect(readResults(file('empty.json')).runs).toEqual([])
  })

  it('contain each run of several files once, from the last file', () => {
    const write = (name: string, ...runs: Parameters<typeof writeResults>[1]) => {
      writeResults(file(name), runs, [])
      return readResults(file(name))
    }
    const older = write('older.json', inventedRun({ regret: [1] }), inventedRun({ regret: [0.5], seed: 2 }))
    const newer = write('newer.json', inventedRun({ regret: [0.5], seed: 2, version: '1' }))
    expect(mergedRuns([older, newer]).map(({ seed, version }) => [seed, version])).toEqual([
      [1, '0'],
      [2, '1'],
    ])
  })

  it('are rejected if the file is invalid', () => {
    writeFileSync(file('other.json'), '{"kind":"speed"}')
    writeFileSync(file('text.json'), 'text')
    expect(() => readResults(file('other.json'))).toThrow('does not contain results of the regret benchmark')
    expect(() => readResults(file('text.json'))).toThrow('cannot be read as JSON')
    expect(() => readResults(file('missing.json'))).toThrow('cannot be read')
  })
})
