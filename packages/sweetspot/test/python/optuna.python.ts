import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import {
  choice,
  createStudy,
  float,
  int,
  type JournalStorage,
  memoryStorage,
  randomSampler,
  readStudy,
  space,
} from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { python } from '../../../../tests/python/environment.ts'
import { exportOptuna } from '../../src/interchange/export-optuna.ts'
import { importOptuna } from '../../src/interchange/import-optuna.ts'
import { parsePythonJson } from '../../src/text/python-json.ts'

const here = (path: string) => new URL(path, import.meta.url).pathname
const file = (name: string) => here(`../optuna-files/${name}`)

const run = (script: string, ...args: string[]) => execFileSync(python, [here(script), ...args], { encoding: 'utf8' })

interface OptunaView {
  readonly [study: string]: {
    readonly directions: readonly string[]
    readonly metric_names: readonly string[] | null
    readonly user_attrs: unknown
    readonly trials: readonly {
      readonly [field: string]: unknown
      readonly state: string
      readonly distributions: { readonly [param: string]: { readonly attributes: object } }
    }[]
  }
}

const seenByOptuna = (address: string) => parsePythonJson(run('./read_optuna.py', address)) as OptunaView

const FORMATS = [
  ['journal', (path: string) => path],
  ['sqlite', (path: string) => `sqlite:///${path}`],
] as const

const newFile = (format: string) =>
  join(mkdtempSync(join(tmpdir(), 'sweetspot-optuna-')), format === 'sqlite' ? 'out.db' : 'out.log')

/** Texts in place of numbers that no attribute here can have. */
const plain = (value: unknown): unknown => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}

describe.each(FORMATS)('a file that exportOptuna writes as %s', (format, address) => {
  it('has for Optuna 5 all that the file of Optuna had from which it was imported', async () => {
    const storage = memoryStorage()
    await importOptuna({ from: file('journal.log'), to: storage })
    const to = newFile(format)
    await exportOptuna({ from: storage, to, format })
    const ours = seenByOptuna(address(to))
    const theirs = seenByOptuna(file('journal.log'))
    expect(Object.keys(ours)).toEqual(Object.keys(theirs))
    for (const [name, study] of Object.entries(theirs)) {
      const { directions, metric_names, user_attrs, trials } = ours[name] as OptunaView[string]
      expect({ directions, metric_names }).toEqual({ directions: study.directions, metric_names: study.metric_names })
      expect(user_attrs).toEqual(plain(study.user_attrs))
      for (const [number, trial] of study.trials.entries()) {
        const milliseconds = (time: unknown) => (time === null ? null : String(time).slice(0, 23))
        expect(trials[number]).toMatchObject({
          number,
          state: trial.state,
          values: trial.values,
          params: trial.params,
          user_attrs: plain(trial.user_attrs),
          intermediate_values: trial.intermediate_values,
          fixed_params: trial.fixed_params,
          start: expect.toSatisfy((time: unknown) => milliseconds(time) === milliseconds(trial.start)),
          complete: expect.toSatisfy((time: unknown) => milliseconds(time) === milliseconds(trial.complete)),
        })
      }
    }
  })

  it('keeps choices, scales, steps, constraints and bounds of a study made here', async () => {
    const storage = memoryStorage()
    await made(storage)
    const to = newFile(format)
    const [exported] = await exportOptuna({ from: storage, to, format })
    expect(exported).toMatchObject({ name: 'made', trialCount: 6 })
    const view = seenByOptuna(address(to)).made as OptunaView[string]
    const snapshot = await readStudy(storage, 'made')
    expect(view.metric_names).toEqual(['loss'])
    expect(view.trials.map(({ state }) => state)).toEqual([
      'COMPLETE',
      'COMPLETE',
      'COMPLETE',
      'FAIL',
      'COMPLETE',
      'WAITING',
    ])
    const [first] = view.trials
    expect(first?.params).toEqual(snapshot.trials.get(0)?.params)
    expect(first?.distributions).toMatchObject({
      rate: { name: 'FloatDistribution', attributes: { low: 1e-5, high: 0.1, log: true } },
      dropout: { attributes: { low: 0, high: 0.5, step: 0.1 } },
      layers: { name: 'IntDistribution', attributes: { low: 2, high: 8, step: 2 } },
      kind: { attributes: { choices: ['a', 1, true, null] } },
    })
    expect(first?.constraints).toEqual({ memory: 2 - 8 })
    expect(view.trials[4]?.values).toEqual([Number.POSITIVE_INFINITY])
  })

  it('can be continued by Optuna, and imported again', async () => {
    const storage = memoryStorage()
    const study = await createStudy({
      name: 'continued',
      storage,
      seed: 1,
      sampler: randomSampler(),
      space: space({ x: float(0, 1), n: int(1, 9) }),
    })
    await study.optimize(({ params: { x, n } }) => x + n, { trials: 20 })
    const to = newFile(format)
    await exportOptuna({ from: storage, study: 'continued', to, format })
    expect(run('./continue_optuna.py', address(to), 'continued').trim()).toBe('30')
    const back = memoryStorage()
    await importOptuna({ from: to, to: back })
    const again = await readStudy(back, 'continued')
    expect([...again.trials].slice(0, 20).map(({ params }) => params)).toEqual(study.trials.map(({ params }) => params))
    expect([...again.trials].filter(({ state }) => state === 'completed')).toHaveLength(30)
  })
})

describe.each(FORMATS)('importOptuna of a %s file', (format, address) => {
  it('reads it while Optuna writes it', async () => {
    const to = newFile(format)
    const storage = memoryStorage()
    await createStudy({ name: 'running', storage, space: space({ x: float(0, 1), n: int(1, 9) }) })
    await exportOptuna({ from: storage, to, format })
    const writer = execFile(python, [here('./continue_optuna.py'), address(to), 'running'])
    const counts: number[] = []
    while (writer.exitCode === null && writer.signalCode === null) {
      const [imported] = await importOptuna({ from: to, to: memoryStorage() })
      counts.push(imported?.trialCount ?? -1)
      await setTimeout(20)
    }
    expect(writer.exitCode).toBe(0)
    expect(counts).toEqual(counts.toSorted((one, other) => one - other))
    expect(new Set(counts).size).toBeGreaterThan(2)
  })
})

async function made(storage: JournalStorage): Promise<void> {
  const study = await createStudy({
    name: 'made',
    storage,
    seed: 1,
    directions: { loss: 'minimize' },
    constraints: { memory: { atMost: 8 } },
    sampler: randomSampler(),
    space: space({
      rate: float(1e-5, 0.1, { log: true }),
      dropout: float(0, 0.5, { step: 0.1 }),
      layers: int(2, 8, { step: 2 }),
      kind: choice(['a', 1, true, null]),
    }),
  })
  await study.optimize(({ params: { rate } }) => ({ loss: rate, memory: 2 }), { trials: 3 })
  const told = [{ state: 'failed', error: 'boom' }, { loss: Number.POSITIVE_INFINITY }] as const
  for (const result of told) await study.tell(await study.ask(), result)
  await study.enqueue({ layers: 4 })
  await study.close()
}
