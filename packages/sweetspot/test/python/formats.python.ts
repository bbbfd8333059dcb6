import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  boolean,
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
import { exportTensorBoard } from '../../src/interchange/export-tensorboard.ts'
import { exportTrials } from '../../src/interchange/export-trials.ts'
import { importTrials } from '../../src/interchange/import-trials.ts'
import { parsePythonJson } from '../../src/text/python-json.ts'

const script = (name: string) => new URL(name, import.meta.url).pathname

const run = (name: string, path: string) => execFileSync(python, [script(name), path], { encoding: 'utf8' })

const newPath = (name: string) => join(mkdtempSync(join(tmpdir(), 'sweetspot-formats-')), name)

async function made(storage: JournalStorage) {
  const study = await createStudy({
    name: 'net',
    storage,
    seed: 1,
    directions: { loss: 'minimize', accuracy: 'maximize' },
    sampler: randomSampler(),
    space: space({
      rate: float(1e-5, 0.1, { log: true }),
      layers: int(1, 8),
      flag: boolean(),
      text: choice(['a', 'ü 💥']),
      size: choice([1, 2.5]),
      mixed: choice(['a', 1, true, null, [1, 'x']]),
      branch: choice({ on: { depth: int(1, 3) }, off: {} }),
    }),
  })
  await study.optimize(
    (trial) => {
      trial.report({ loss: trial.number + 0.5 }, 0)
      trial.report({ loss: Number.NaN, accuracy: 1 }, 1)
      trial.annotate('host', 'one')
      if (trial.number === 3) throw new Error('boom')
      return { loss: trial.number === 5 ? Number.POSITIVE_INFINITY : trial.params.layers, accuracy: 0.5 }
    },
    { trials: 12, catch: true },
  )
  await study.ask({ detached: true })
  await study.enqueue({ layers: 2 })
  await study.close()
}

/** Undefined in place of missing values, as null is in Python. */
const nullable = (value: unknown) => value ?? null

describe('a Parquet file that exportTrials writes', () => {
  it('has for pyarrow typed columns with the values of the trials', async () => {
    const storage = memoryStorage()
    await made(storage)
    const to = newPath('net.parquet')
    await exportTrials({ from: storage, to })
    const { types, columns, study } = parsePythonJson(run('./read_parquet.py', to)) as {
      readonly types: { readonly [column: string]: string }
      readonly columns: { readonly [column: string]: readonly unknown[] }
      readonly study: object
    }
    expect(types).toMatchObject({
      number: 'int64',
      state: 'string',
      'values.loss': 'double',
      'params.rate': 'double',
      'params.layers': 'int64',
      'params.flag': 'bool',
      'params.text': 'string',
      'params.depth': 'int64',
      'attributes.host': 'string',
      startedAt: 'int64',
    })
    expect(study).toMatchObject({ name: 'net', directions: { loss: 'minimize', accuracy: 'maximize' } })
    const trials = [...(await readStudy(storage, 'net')).trials]
    for (const name of ['rate', 'layers', 'flag', 'text', 'size', 'branch', 'depth'])
      expect(columns[`params.${name}`]).toEqual(trials.map(({ params }) => nullable(params[name])))
    const mixed = columns['params.mixed']?.map((cell) => (cell === null ? undefined : JSON.parse(String(cell))))
    expect(mixed).toEqual(trials.map(({ params }) => params.mixed))
    expect(columns['values.loss']).toEqual(
      trials.map((trial) => ('values' in trial ? nullable(trial.values?.loss) : null)),
    )
    expect(columns.error?.[3]).toBe('boom')
  })
})

describe('importTrials', () => {
  it('reads a Parquet file that pyarrow writes', async () => {
    const from = newPath('pyarrow.parquet')
    run('./write_parquet.py', from)
    const to = memoryStorage()
    await importTrials({ from, to, study: 'net', directions: { loss: 'minimize' } })
    expect([...(await readStudy(to, 'net')).trials]).toMatchObject([
      {
        params: { rate: 0.1, layers: 1, kind: 'a', flag: true, shape: [1, 2] },
        values: { loss: 0.5 },
        finishedAt: 17e11,
      },
      { params: { rate: 0.2, layers: 2, kind: 'ü', flag: false, shape: [3] }, state: 'failed', reason: 'not-finite' },
      { params: { layers: 3, kind: 'b', shape: [] }, state: 'failed', reason: 'error' },
    ])
  })
})

describe('a folder that exportTensorBoard writes', () => {
  it('has for TensorBoard the experiment, a session for each trial, their metrics and curves', async () => {
    const storage = memoryStorage()
    await made(storage)
    const to = newPath('runs')
    await exportTensorBoard({ from: storage, to })
    const { runs, experiment, groups } = parsePythonJson(run('./read_tensorboard.py', to)) as {
      readonly runs: { readonly [run: string]: { readonly [tag: string]: readonly (readonly [number, number])[] } }
      readonly experiment: { readonly hparam_infos: readonly object[]; readonly metric_infos: readonly object[] }
      readonly groups: {
        readonly session_groups: readonly {
          readonly name: string
          readonly hparams: { readonly [name: string]: unknown }
          readonly metric_values?: readonly object[]
          readonly sessions: readonly { readonly status?: string }[]
        }[]
      }
    }
    const trials = [...(await readStudy(storage, 'net')).trials].filter(({ state }) => state !== 'waiting')
    expect(experiment).toMatchObject({ name: 'net' })
    expect(experiment.metric_infos).toMatchObject([{ name: { tag: 'loss' } }, { name: { tag: 'accuracy' } }])
    expect(
      Object.fromEntries(experiment.hparam_infos.map((info) => [(info as { name: string }).name, info])),
    ).toMatchObject({
      rate: { type: 'DATA_TYPE_FLOAT64', domain_interval: { min_value: 1e-5, max_value: 0.1 } },
      layers: { type: 'DATA_TYPE_FLOAT64', domain_interval: { min_value: 1, max_value: 8 } },
      flag: { type: 'DATA_TYPE_BOOL', domain_discrete: [false, true] },
      text: { type: 'DATA_TYPE_STRING', domain_discrete: ['a', 'ü 💥'] },
      size: { type: 'DATA_TYPE_FLOAT64', domain_discrete: [1, 2.5] },
      mixed: { type: 'DATA_TYPE_STRING', domain_discrete: ['a', '1', 'true', 'null', '[1,"x"]'] },
    })
    const byName = new Map(groups.session_groups.map((group) => [group.name, group]))
    expect([...byName.keys()].toSorted()).toEqual(
      trials.map(({ number }) => `trial-${String(number).padStart(4, '0')}`),
    )
    for (const trial of trials) {
      const group = byName.get(`trial-${String(trial.number).padStart(4, '0')}`)
      const { mixed } = trial.params
      expect(group?.hparams).toEqual({
        ...trial.params,
        mixed: typeof mixed === 'string' ? mixed : JSON.stringify(mixed),
      })
      const statuses = { completed: 'STATUS_SUCCESS', failed: 'STATUS_FAILURE' } as const
      const status = trial.state === 'completed' || trial.state === 'failed' ? statuses[trial.state] : 'STATUS_RUNNING'
      expect(group?.sessions[0]?.status ?? 'STATUS_UNKNOWN').toBe(trial.state === 'running' ? 'STATUS_UNKNOWN' : status)
    }
    expect(runs['trial-0002']).toEqual({
      'steps/loss': [
        [0, 2.5],
        [1, Number.NaN],
      ],
      'steps/accuracy': [[1, 1]],
      loss: [[1, Number(trials[2]?.params.layers)]],
      accuracy: [[1, 0.5]],
    })
    expect(runs['trial-0005']?.loss).toEqual([[1, Number.POSITIVE_INFINITY]])
    expect(byName.get('trial-0002')?.metric_values).toMatchObject([
      { name: { tag: 'loss' }, value: Number(trials[2]?.params.layers), training_step: 1 },
      { name: { tag: 'accuracy' }, value: 0.5 },
    ])
  })
})
