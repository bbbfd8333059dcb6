import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  choice,
  createStudy,
  float,
  int,
  memoryStorage,
  ordinal,
  randomSampler,
  readStudy,
  space,
} from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { exportOptuna } from './export-optuna.ts'
import { importOptuna } from './import-optuna.ts'

const file = (name: string) => new URL(`../../test/optuna-files/${name}`, import.meta.url).pathname

const newFile = (name: string) => join(mkdtempSync(join(tmpdir(), 'sweetspot-optuna-')), name)

describe.each(['out.log', 'out.db'])('exportOptuna to %s', (name) => {
  it('keeps what importOptuna has read, in every state', async () => {
    const [first, second] = [memoryStorage(), memoryStorage()]
    await importOptuna({ from: file('journal.log'), to: first })
    const to = newFile(name)
    await exportOptuna({ from: first, to })
    await importOptuna({ from: to, to: second })
    const studies = await first.list()
    expect(studies.length).toBe(5)
    for (const study of studies) {
      const [before, after] = [await readStudy(first, study.name), await readStudy(second, study.name)]
      expect(after.directions).toEqual(before.directions)
      expect(after.attributes).toEqual(before.attributes)
      const kept = ({ trials }: typeof before) =>
        [...trials].map((trial) => {
          const measurements = trial.measurements.map(({ step, values }) => ({ step, values }))
          // A failure without an error gets its reason as the error.
          const attributes = { ...trial.attributes, 'optuna:fail_reason': undefined }
          return { ...trial, error: undefined, createdAt: undefined, measurements, attributes }
        })
      expect(kept(after)).toEqual(kept(before))
    }
  })

  it('writes no file over another one, and leaves no part of a file behind', async () => {
    const storage = memoryStorage()
    await createStudy({ name: 'one', storage })
    const to = newFile(name)
    await exportOptuna({ from: storage, to })
    await expect(exportOptuna({ from: storage, to })).rejects.toMatchObject({
      code: 'ERR_FILE_EXISTS',
      message: expect.stringContaining('exists already'),
    })
    await expect(exportOptuna({ from: storage, to: join(to, 'below') })).rejects.toMatchObject({
      code: 'ERR_FILE_ACCESS',
    })
    expect(readdirSync(dirname(to))).toEqual([name])
  })
})

describe('exportOptuna', () => {
  it('refuses a path that is too long for the file system', async () => {
    await expect(exportOptuna({ from: memoryStorage(), to: newFile('x'.repeat(5_000)) })).rejects.toMatchObject({
      code: 'ERR_FILE_ACCESS',
    })
  })

  it('says what is different in Optuna', async () => {
    const storage = memoryStorage()
    const study = await createStudy({
      name: 'odd',
      storage,
      seed: 1,
      sampler: randomSampler(),
      directions: { loss: 'minimize', time: 'minimize' },
      space: space({
        order: ordinal(['small', 'large']),
        rate: float(0.1, 1, { scale: 'reverse-log' }),
        shape: choice([
          [1, 2],
          [3, 4],
        ]),
        n: int(1, 3),
      }),
    })
    await study.optimize(
      (trial) => {
        trial.report({ loss: 1, time: 2 }, 0.5)
        return { loss: trial.params.n, time: 1 }
      },
      { trials: 3 },
    )
    await study.delete(0)
    await study.exclude(1)
    const to = newFile('out.log')
    const [exported] = await exportOptuna({ from: storage, to })
    expect(exported?.notices).toEqual([
      'order has no order in Optuna.',
      'rate has a linear scale in Optuna, which has no reverse-log scale.',
      expect.stringContaining('other numbers'),
      expect.stringContaining('sweetspot:excluded'),
      expect.stringContaining('rounded down'),
      expect.stringContaining('first metric'),
    ])
    const text = readFileSync(to, 'utf8')
    expect(text).toContain(String.raw`\"choices\": [\"[1,2]\",\"[3,4]\"]`)
  })

  it.each([
    [{ to: '' }, 'ERR_INVALID_ARGUMENT'],
    [{ to: newFile('a.log'), format: 'csv' as 'journal' }, 'ERR_INVALID_ARGUMENT'],
    [{ to: newFile('a.log'), study: 'nett' }, 'ERR_STUDY_NOT_FOUND'],
  ])('rejects %o', async (options, code) => {
    await expect(exportOptuna({ from: memoryStorage(), ...options })).rejects.toMatchObject({ code })
  })
})
