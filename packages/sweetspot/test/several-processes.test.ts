import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStorage } from 'sweetspot'
import { replay, type StudyEvent } from 'sweetspot/extend'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startScript } from './child-process.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The journal of the only study in a file. */
async function journal(path: string): Promise<StudyEvent[]> {
  const storage = openStorage(`sqlite:${path}`)
  const [study] = await storage.list()
  const events: StudyEvent[] = []
  for (let position = -1; position < events.length; ) {
    position = events.length
    events.push(...(await storage.read(study?.id ?? '', position)))
  }
  await storage.close()
  return events
}

describe('several processes on one file', () => {
  it('share one study: trial numbers are unique, no trial is lost, no process sees a busy file', async () => {
    const path = join(folder, 'shared.db')
    const processes = 4
    const each = 250
    const children = Array.from({ length: processes }, () => startScript('ask-and-tell.ts', [path, String(each)]))
    const ends = await Promise.all(children.map(({ ended }) => ended))
    expect(ends.map(({ errors }) => errors)).toEqual(Array.from({ length: processes }, () => ''))
    const told = ends.flatMap(({ output }) => JSON.parse(output) as [number, number][])
    expect(told).toHaveLength(processes * each)
    const events = await journal(path)
    const { trials, counts } = replay(events)
    expect(told.map(([number]) => number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: processes * each }, (_, number) => number),
    )
    expect(counts).toEqual({ waiting: 0, running: 0, paused: 0, completed: processes * each, pruned: 0, failed: 0 })
    for (const [number, value] of told) {
      expect(trials.get(number)).toMatchObject({ number, attempt: 1, values: { value } })
    }
    // The event of the creation, and two for each trial.
    expect(events).toHaveLength(1 + 2 * processes * each)
  }, 300_000)
})

describe('importing the package', () => {
  it('loads neither the native addon nor Kysely; using a file does', async () => {
    const { ended } = startScript('loaded-modules.ts', [join(folder, 'lazy.db')])
    const { output, errors } = await ended
    expect(errors).toBe('')
    const { all, imported, made, used } = JSON.parse(output) as Record<string, number>
    expect(all).toBeGreaterThan(3)
    expect({ imported, made }).toEqual({ imported: 0, made: 0 })
    expect(used).toBeGreaterThan(10)
  })
})
