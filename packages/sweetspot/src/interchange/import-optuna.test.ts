import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStudy, type JournalStorage, memoryStorage, readStudy, type StudySnapshot } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { openStorage } from '../storage/open-storage.ts'
import { parsePythonJson } from '../text/python-json.ts'
import { importOptuna } from './import-optuna.ts'
import { plainAttribute } from './plain-attribute.ts'

const file = (name: string) => new URL(`../../test/optuna-files/${name}`, import.meta.url).pathname

const temporary = (name: string) => join(mkdtempSync(join(tmpdir(), 'sweetspot-optuna-')), name)

/** What Optuna 5.0.0 itself reads from a file, written by `make_files.py`. */
interface Expected {
  readonly [study: string]: {
    readonly directions: readonly ('MINIMIZE' | 'MAXIMIZE')[]
    readonly user_attrs: { readonly [name: string]: unknown }
    readonly metric_names: readonly string[] | null
    readonly trials: readonly {
      readonly number: number
      readonly state: 'RUNNING' | 'COMPLETE' | 'PRUNED' | 'FAIL' | 'WAITING'
      readonly values: readonly number[] | null
      readonly params: { readonly [name: string]: unknown }
      readonly constraints: { readonly [name: string]: number }
      readonly user_attrs: { readonly [name: string]: unknown }
      readonly system_attrs: { readonly fixed_params?: { readonly [name: string]: unknown } }
      readonly intermediate_values: { readonly [step: string]: number }
      readonly start: string | null
      readonly complete: string | null
    }[]
  }
}

const expectedIn = (name: string) => parsePythonJson(readFileSync(file(name), 'utf8')) as Expected

const STATES = { RUNNING: 'running', COMPLETE: 'completed', PRUNED: 'pruned', FAIL: 'failed', WAITING: 'waiting' }

async function imported(name: string): Promise<{ snapshots: Map<string, StudySnapshot>; notices: readonly string[] }> {
  const to = memoryStorage()
  const studies = await importOptuna({ from: file(name), to })
  const snapshots = new Map<string, StudySnapshot>()
  for (const study of studies) snapshots.set(study.name, await readStudy(to, study.name))
  return { snapshots, notices: studies.flatMap(({ notices }) => notices) }
}

describe.each([
  ['journal.log', 'expected-journal.txt'],
  ['studies.db', 'expected-rdb.txt'],
])('importOptuna of %s', async (name, expectedName) => {
  const expected = expectedIn(expectedName)
  const { snapshots, notices } = await imported(name)

  it('finds all studies that were not deleted', () => {
    expect([...snapshots.keys()].sort()).toEqual(Object.keys(expected).sort())
  })

  it.each(Object.keys(expected))('reads the directions, attributes and trials of %s as Optuna does', (study) => {
    const snapshot = snapshots.get(study) as StudySnapshot
    const { directions, user_attrs, metric_names, trials } = expected[study] as Expected[string]
    expect(Object.values(snapshot.directions).map((each) => each.toUpperCase())).toEqual(directions)
    if (metric_names) expect(snapshot.metrics).toEqual(metric_names)
    expect(snapshot.attributes).toMatchObject(plainAttribute(user_attrs) as object)
    expect([...snapshot.trials]).toHaveLength(trials.length)
    for (const theirs of trials) {
      const ours = snapshot.trials.get(theirs.number)
      const isInfinite = theirs.state === 'COMPLETE' && theirs.values?.some((value) => !Number.isFinite(value))
      expect(ours?.state).toBe(isInfinite ? 'failed' : STATES[theirs.state])
      const values = ours && 'values' in ours ? ours.values : undefined
      const metricValues = values && snapshot.metrics.map((metric) => values[metric])
      expect(metricValues ?? null).toEqual(theirs.values)
      const given = theirs.state === 'WAITING' ? theirs.system_attrs.fixed_params : theirs.params
      expect(ours?.params).toEqual(plainAttribute(given))
      expect(ours?.attributes).toMatchObject(plainAttribute(theirs.user_attrs) as object)
      const curve = ours?.measurements.map((each) => [String(each.step), each.values[snapshot.metrics[0] as string]])
      expect(Object.fromEntries(curve ?? [])).toEqual(theirs.intermediate_values)
      if (theirs.state === 'COMPLETE') {
        for (const [constraint, value] of Object.entries(theirs.constraints))
          if (Number.isFinite(value)) expect(values?.[constraint]).toBe(value)
      }
      const time = (text: string | null) => (text === null ? undefined : Date.parse(`${text.slice(0, 23)}Z`))
      if (ours && 'startedAt' in ours && theirs.start) expect(ours.startedAt).toBe(time(theirs.start))
      if (ours && 'finishedAt' in ours) expect(ours.finishedAt).toBe(time(theirs.complete))
    }
  })

  it('says what is different here', () => {
    expect(notices).toEqual([
      expect.stringMatching(/^Trials? 11 .*running in Optuna/),
      expect.stringMatching(/^The constraint latency has infinite values/),
    ])
  })

  it('gives studies that can be continued', async () => {
    const to = memoryStorage()
    await importOptuna({ from: file(name), study: 'grid', to, newName: 'continued' })
    const study = await createStudy({ name: 'continued', storage: to, loadIfExists: true, seed: 1 })
    await study.optimize((trial) => trial.int('a', 0, 1) + (trial.choice('b', ['p', 'q']) === 'q' ? 1 : 0), {
      trials: 1,
    })
    expect(study.best.value).toBe(0)
    await study.close()
  })
})

describe('importOptuna', () => {
  it('reads the least that a journal needs', async () => {
    const { snapshots } = await imported('hand-written.log')
    const snapshot = snapshots.get('net')
    expect(snapshot?.directions).toEqual({ loss: 'minimize', acc: 'maximize' })
    expect([...(snapshot?.trials ?? [])].map(({ state }) => state)).toEqual(['failed', 'running', 'waiting', 'failed'])
    expect(snapshot?.trials.get(0)).toMatchObject({ reason: 'not-finite', params: { x: 0.25, c: 'b' } })
  })

  it('ignores a last line that is still being written', async () => {
    const path = temporary('journal.log')
    copyFileSync(file('hand-written.log'), path)
    appendFileSync(path, '{"op_code":4,"study_id":0,"date')
    const [study] = await importOptuna({ from: path, to: memoryStorage() })
    expect(study?.trialCount).toBe(4)
  })

  it('names the line of a journal that cannot be read', async () => {
    const path = temporary('journal.log')
    writeFileSync(path, `${readFileSync(file('hand-written.log'), 'utf8')}{"op_code":\n{}\n`)
    await expect(importOptuna({ from: path, to: memoryStorage() })).rejects.toMatchObject({
      code: 'ERR_INVALID_JSON',
      message: expect.stringContaining('Line 8 of'),
    })
  })

  it('skips what Optuna skips: operations on deleted studies, on finished trials, and incompatible params', async () => {
    const path = temporary('journal.log')
    const float = (low: number, log: boolean) =>
      JSON.stringify({ name: 'FloatDistribution', attributes: { low, high: 4, log, step: null } })
    const param = (trial: number, value: number, distribution: string) => ({
      op_code: 5,
      trial_id: trial,
      param_name: 'x',
      param_value_internal: value,
      distribution,
    })
    const lines = [
      { op_code: 0, study_name: 'gone', directions: [1] },
      { op_code: 4, study_id: 0, datetime_start: '2026-01-01T00:00:00+00:00' },
      { op_code: 1, study_id: 0 },
      { op_code: 4, study_id: 0, datetime_start: '2026-01-01T00:00:00+00:00' },
      { op_code: 0, study_name: 'kept', directions: [1] },
      { op_code: 0, study_name: 'kept', directions: [2] },
      { op_code: 4, study_id: 1, datetime_start: '2026-01-01T00:00:00+00:00' },
      param(1, 2, float(1, false)),
      param(1, 3, float(1, true)),
      { op_code: 6, trial_id: 1, state: 1, values: [5], datetime_complete: '2026-01-01T00:00:01+00:00' },
      { op_code: 6, trial_id: 1, state: 1, values: [6], datetime_complete: '2026-01-01T00:00:02+00:00' },
      param(0, 9, float(1, false)),
      { op_code: 10, trial_ids: [1] },
    ]
    writeFileSync(path, lines.map((line) => `${JSON.stringify({ worker_id: 'w', ...line })}\n`).join(''))
    const to = memoryStorage()
    await importOptuna({ from: path, to })
    const { trials, directions } = await readStudy(to, 'kept')
    expect(directions).toEqual({ value: 'minimize' })
    expect([...trials]).toMatchObject([{ params: { x: 2 }, values: { value: 5 } }])
  })

  it('keeps params that fit no range in an attribute', async () => {
    const path = temporary('journal.log')
    const distributions = {
      x: JSON.stringify({ name: 'FloatDistribution', attributes: { low: 1, high: 4, log: true, step: null } }),
    }
    const lines = [
      { op_code: 0, study_name: 's', directions: [1] },
      { op_code: 4, study_id: 0, datetime_start: null, state: 1, value: 1, params: { x: -2 }, distributions },
      { op_code: 4, study_id: 0, datetime_start: null, state: 1, value: 1, params: { x: 8 }, distributions },
    ]
    writeFileSync(path, lines.map((line) => `${JSON.stringify({ worker_id: 'w', ...line })}\n`).join(''))
    const to = memoryStorage()
    const [study] = await importOptuna({ from: path, to })
    const { trials, space } = await readStudy(to, 's')
    expect([...trials]).toMatchObject([
      { params: {}, attributes: { 'optuna:params': { x: -2 } } },
      { params: { x: 8 }, attributes: {} },
    ])
    expect(space.dimensions[0]?.parameter).toMatchObject({ low: 1, high: 8, scale: 'log' })
    expect(study?.notices).toHaveLength(2)
  })

  it('reads times without an offset in the given zone', async () => {
    const path = temporary('journal.log')
    const lines = [
      { op_code: 0, study_name: 's', directions: [1] },
      { op_code: 4, study_id: 0, datetime_start: '2024-06-07T17:27:27.682770', state: 0 },
    ]
    writeFileSync(path, lines.map((line) => `${JSON.stringify({ worker_id: 'w', ...line })}\n`).join(''))
    for (const [timeZone, time] of [
      ['utc', Date.UTC(2024, 5, 7, 17, 27, 27, 682)],
      ['local', new Date(2024, 5, 7, 17, 27, 27, 682).getTime()],
    ] as const) {
      const to = memoryStorage()
      await importOptuna({ from: path, to, timeZone })
      expect((await readStudy(to, 's')).trials.get(0)).toMatchObject({ startedAt: time })
    }
  })

  it('keeps the params of waiting trials if no trial has run', async () => {
    const from = temporary('waiting.log')
    const trial = '"op_code":4,"worker_id":"w","study_id":0,"datetime_start":null,"state":4'
    writeFileSync(
      from,
      `{"op_code":0,"worker_id":"w","study_name":"net","directions":[1]}\n{${trial},"system_attrs":{"fixed_params":{"x":0.5}}}\n`,
    )
    const to = memoryStorage()
    await importOptuna({ from, to })
    const { trials, hasDeclaredSpace } = await readStudy(to, 'net')
    expect([[...trials].map(({ state, params }) => [state, params]), hasDeclaredSpace]).toEqual([
      [['waiting', { x: 0.5 }]],
      false,
    ])
  })

  it('refuses a database of another program', async () => {
    const from = temporary('other.db')
    const storage = openStorage(`sqlite:${from}`)
    await (await createStudy({ name: 'net', storage })).close()
    await storage.close()
    await expect(importOptuna({ from, to: memoryStorage() })).rejects.toMatchObject({ code: 'ERR_INVALID_FILE' })
  })

  it('imports all studies or none', async () => {
    const to = memoryStorage()
    await createStudy({ name: 'pareto', storage: to })
    await expect(importOptuna({ from: file('journal.log'), to })).rejects.toMatchObject({ code: 'ERR_STUDY_EXISTS' })
    expect((await to.list()).map(({ name }) => name)).toEqual(['pareto'])
  })

  it('ignores a last line that is cut off, however long it is', async () => {
    const path = temporary('cut.log')
    copyFileSync(file('journal.log'), path)
    appendFileSync(path, `\n{"op_code": 1, "study_id": ${'0'.repeat(30_000_000)}`)
    const whole = await importOptuna({ from: file('journal.log'), to: memoryStorage() })
    expect(await importOptuna({ from: path, to: memoryStorage() })).toEqual(whole)
  })

  it('imports no study if a later one cannot be written', async () => {
    const target = memoryStorage()
    let count = 0
    const to: JournalStorage = {
      ...target,
      async create(event) {
        count += 1
        if (count === 2) throw new Error('disk full')
        return target.create(event)
      },
    }
    await expect(importOptuna({ from: file('journal.log'), to })).rejects.toThrow('disk full')
    expect(count).toBe(2)
    expect(await target.list()).toEqual([])
  })

  it.each([
    [{ from: file('journal.log'), study: 'nett' }, 'ERR_STUDY_NOT_FOUND', "'grid'"],
    [{ from: file('journal.log'), newName: 'x' }, 'ERR_INVALID_ARGUMENT', 'newName'],
    [{ from: file('missing.log') }, 'ERR_FILE_NOT_FOUND', 'missing.log'],
    [{ from: '' }, 'ERR_INVALID_ARGUMENT', 'from'],
    [{ from: file('make_files.py') }, 'ERR_INVALID_JSON', 'Line 1'],
  ])('rejects %o', async (options, code, text) => {
    await expect(importOptuna({ ...options, to: memoryStorage() })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(text),
    })
  })

  it('rejects a database of an old version with the command that upgrades it', async () => {
    const { default: Database } = await import('better-sqlite3')
    const path = temporary('old.db')
    const database = new Database(path)
    database.exec("CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('v3.0.0.a')")
    database.close()
    await expect(importOptuna({ from: path, to: memoryStorage() })).rejects.toMatchObject({
      code: 'ERR_INVALID_FILE',
      message: expect.stringContaining('optuna storage upgrade'),
    })
  })
})
