import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readResults, writeResults } from './results-file.ts'
import { inventedRun } from './statistics/invented-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-regret-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string) => join(folder, name)

describe('results', () => {
  it('are read as they were written', () => {
    const runs = [inventedRun({ regret: [1, 0.5], values: [null, 3] }), inventedRun({ regret: [0.1], seed: 2 })]
    const { system, scenario, instance, seed, trials, parallel } = inventedRun({ regret: [], seed: 3 })
    const broken = [{ system, scenario, instance, seed, trials, parallel, error: 'why' }]
    writeResults(file('results.json'), runs, broken)
    expect(readResults(file('results.json'))).toMatchObject({ kind: 'regret', runs, broken })
    writeResults(file('empty.json'), [], [])
    expect(readResults(file('empty.json')).runs).toEqual([])
  })

  it('are refused where they are something else', () => {
    writeFileSync(file('other.json'), '{"kind":"speed"}')
    writeFileSync(file('text.json'), 'text')
    expect(() => readResults(file('other.json'))).toThrow('does not hold results of the regret benchmark')
    expect(() => readResults(file('text.json'))).toThrow('cannot be read as JSON')
    expect(() => readResults(file('missing.json'))).toThrow('cannot be read')
  })
})
