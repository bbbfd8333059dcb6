import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomSampler } from '@sweetspot/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backupStudies } from './backup-studies.ts'
import { createStudy, openStudy } from './create-study.ts'
import { readStudy } from './stored-studies.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  path = join(folder, 'studies.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

const make = () => createStudy({ name: 'net', storage: `sqlite:${path}`, sampler: randomSampler(), seed: 1 })

describe('backupStudies', () => {
  it('copies all acknowledged events while the study runs, and the copy can be continued', async () => {
    const study = await make()
    const backups: Promise<string>[] = []
    await study.optimize(
      async (trial) => {
        if (trial.number === 6)
          backups.push(backupStudies({ from: `sqlite:${path}`, to: join(folder, 'copies', 'b.db') }))
        await Promise.all(backups)
        return trial.float('x', 0, 1)
      },
      { trials: 12 },
    )
    const [copy = ''] = await Promise.all(backups)
    expect(readdirSync(join(folder, 'copies'))).toEqual(['b.db'])
    const snapshot = await readStudy(`sqlite:${copy}`, 'net')
    expect(snapshot.counts).toMatchObject({ completed: 6, running: 1 })
    expect([...snapshot.trials].slice(0, 6)).toEqual(study.trials.slice(0, 6))
    await study.close()
    const continued = await openStudy({ name: 'net', storage: `sqlite:${copy}`, sampler: randomSampler() })
    await continued.optimize((trial) => trial.float('x', 0, 1), { totalTrials: 9 })
    expect(continued.trials).toHaveLength(9)
    await continued.close()
  })

  it('works on a file that nobody has open, and changes nothing there', async () => {
    const study = await make()
    await study.optimize((trial) => trial.float('x', 0, 1), { trials: 3 })
    await study.close()
    const before = readFileSync(path)
    const copy = await backupStudies({ from: path, to: join(folder, 'copy.db') })
    expect((await readStudy(`sqlite:${copy}`, 'net')).counts.completed).toBe(3)
    expect(readFileSync(path)).toEqual(before)
    expect(readdirSync(folder).sort()).toEqual(['copy.db', 'studies.db'])
  })

  it('reads a read-only address, and lets one of two simultaneous backups win', async () => {
    await (await make()).close()
    const to = join(folder, 'copy.db')
    const twins = await Promise.allSettled([1, 2].map(() => backupStudies({ from: `sqlite:${path}?mode=ro`, to })))
    expect(twins).toMatchObject([
      { status: 'fulfilled', value: to },
      { status: 'rejected', reason: { code: 'ERR_FILE_EXISTS' } },
    ])
    expect((await readStudy(`sqlite:${to}`, 'net')).name).toBe('net')
  })

  it('replaces no file, and names a missing, foreign or damaged one', async () => {
    await expect(backupStudies({ from: path, to: join(folder, 'copy.db') })).rejects.toMatchObject({
      code: 'ERR_STORAGE',
      message: expect.stringContaining(`The file ${path} does not exist.`) as string,
    })
    await (await make()).close()
    await expect(backupStudies({ from: path, to: path })).rejects.toMatchObject({ code: 'ERR_FILE_EXISTS' })
    writeFileSync(join(folder, 'text.db'), 'no database at all, but long enough to be looked at by SQLite'.repeat(99))
    await expect(backupStudies({ from: join(folder, 'text.db'), to: join(folder, 'copy.db') })).rejects.toMatchObject({
      code: 'ERR_STORAGE',
      message: expect.stringContaining('text.db') as string,
    })
    await expect(backupStudies({ from: 5 as never, to: 'x.db' })).rejects.toMatchObject({
      code: 'ERR_INVALID_STORAGE_URL',
    })
    expect(readdirSync(folder).sort()).toEqual(['studies.db', 'text.db'])
  })
})
