import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomSampler } from '@sweetspot/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStudy } from '../src/create-study.ts'
import { MIGRATIONS } from '../src/storage/migrations/migrations.ts'
import { readStudy } from '../src/stored-studies.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')

/** Files that the programs of their time wrote: seven trials, of which one was running, with one report each. */
const versions = readdirSync(FIXTURES).map((name) => Number(/^schema-(\d+)\.db$/.exec(name)?.[1]))

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  path = join(folder, 'studies.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

const STATES = ['completed', 'failed', 'pruned', 'completed', 'completed', 'completed']

describe('files of every version of the tables', () => {
  it('are in the repository', () => {
    // Version 4 was never used outside of its development.
    expect(versions.toSorted((a, b) => a - b)).toEqual([1, 2, 3, MIGRATIONS.length])
    expect(MIGRATIONS).toHaveLength(5)
  })

  it.each(versions)('can be read without a change (version %i)', async (version) => {
    copyFileSync(join(FIXTURES, `schema-${version}.db`), path)
    const snapshot = await readStudy(`sqlite:${path}?mode=ro`, 'net')
    expect([...snapshot.trials].map(({ state }) => state)).toEqual([...STATES, 'running'])
    expect(snapshot.best).toMatchObject({ number: 0, value: 0, params: { rate: 0.5, layers: 2, optimizer: 'sgd' } })
    expect(snapshot.trials.get(1)).toMatchObject({ reason: 'error', error: 'It threw.' })
    expect([...snapshot.trials].slice(0, 6).map(({ measurements }) => measurements[0]?.step)).toEqual([
      10, 9, 8, 7, 6, 5,
    ])
    expect(snapshot.attributes).toEqual({ note: 'from then' })
    expect(readFileSync(path)).toEqual(readFileSync(join(FIXTURES, `schema-${version}.db`)))
  })

  it.each(versions)('can be continued (version %i)', async (version) => {
    copyFileSync(join(FIXTURES, `schema-${version}.db`), path)
    const notices: string[] = []
    const study = await openStudy({
      name: 'net',
      storage: `sqlite:${path}`,
      sampler: randomSampler(),
      observers: [{ notice: (text) => notices.push(text) }],
    })
    const { trialCount } = await study.optimize(({ number }) => number, { trials: 2 })
    expect(trialCount).toBe(2)
    expect(study.trials.map(({ state }) => state)).toEqual([...STATES, 'completed', 'completed'])
    expect(notices).toEqual(['Trial 6 was lost because its process died. It will run again.'])
    await study.close()
  })
})
