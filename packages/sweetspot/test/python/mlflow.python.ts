import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { choice, createStudy, float, memoryStorage, randomSampler, space } from '@sweetspot/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { python } from '../../../../tests/python/environment.ts'
import { exportMlflow } from '../../src/interchange/export-mlflow.ts'
import { mlflowObserver } from '../../src/interchange/mlflow-observer.ts'
import { parsePythonJson } from '../../src/text/python-json.ts'

let server: ChildProcess
let uri: string

beforeAll(async () => {
  const port = await freePort()
  uri = `http://127.0.0.1:${port}`
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-mlflow-'))
  const database = `sqlite:///${join(folder, 'mlflow.db')}`
  const options = ['--backend-store-uri', database, '--artifacts-destination', folder, '--workers', '1']
  server = spawn(python, ['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port), ...options], {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' },
  })
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const isReady = await fetch(`${uri}/health`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) return
    if (server.exitCode !== null) break
    await setTimeout(500)
  }
  throw new Error('The MLflow server did not start.')
})

afterAll(() => {
  if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGKILL')
})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

interface Run {
  readonly [field: string]: unknown
  readonly name: string
  readonly status: string
}

const runsOf = (experiment: string) => {
  const script = new URL('./read_mlflow.py', import.meta.url).pathname
  const runs = parsePythonJson(execFileSync(python, [script, uri, experiment], { encoding: 'utf8' })) as readonly Run[]
  return runs.toSorted((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }))
}

/** A run by its name, as the server has it now. */
async function runNow(name: string): Promise<unknown> {
  const post = async (endpoint: string, body: object) => {
    const response = await fetch(`${uri}/api/2.0/mlflow/${endpoint}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await response.json()) as { readonly [name: string]: readonly { readonly [name: string]: unknown }[] }
  }
  const { experiments = [] } = await post('experiments/search', { max_results: 100 })
  const ids = experiments.map(({ experiment_id: id }) => id)
  const { runs = [] } = await post('runs/search', { experiment_ids: ids, filter: `attributes.run_name = '${name}'` })
  return runs[0]
}

describe('exportMlflow', () => {
  it('gives an MLflow server a run for each trial, and repeats only what has not ended', async () => {
    const from = memoryStorage()
    const study = await createStudy({
      name: "n'et",
      storage: from,
      seed: 1,
      directions: { 'loss (B)': 'minimize' },
      sampler: randomSampler(),
      space: space({ rate: float(0, 1), 'kind@x': choice(['a', null, [1, 'ü']]) }),
    })
    await study.optimize(
      (trial) => {
        trial.report({ 'loss (B)': 2 }, 0)
        trial.report({ 'loss (B)': Number.NaN }, 1)
        trial.annotate('host', { name: 'one' })
        if (trial.number === 1) throw new Error('boom')
        return { 'loss (B)': trial.number === 2 ? Number.NEGATIVE_INFINITY : trial.params.rate }
      },
      { trials: 4, catch: true },
    )
    const open = await study.ask({ detached: true })
    await study.tell(await study.ask(), { state: 'pruned' })
    await study.enqueue({})
    expect(await exportMlflow({ from, uri, experiment: "the 'best'" })).toEqual({
      name: "n'et",
      trialCount: 6,
      notices: [expect.stringContaining('1 waiting trial'), expect.stringContaining('kind@x, loss (B)')],
    })
    const runs = runsOf("the 'best'")
    expect(runs.map(({ name, status }) => [name, status])).toEqual([
      ["n'et 0", 'FINISHED'],
      ["n'et 1", 'FAILED'],
      ["n'et 2", 'FAILED'],
      ["n'et 3", 'FINISHED'],
      ["n'et 4", 'RUNNING'],
      ["n'et 5", 'KILLED'],
    ])
    const [first] = study.trials
    expect(runs[0]).toMatchObject({
      params: { rate: String(first?.params.rate) },
      metrics: { 'loss _B_': first?.params.rate },
      curves: {
        'steps/loss _B_': [
          [0, 2],
          [1, Number.NaN],
        ],
      },
      tags: { 'attributes.host': '{"name":"one"}', 'sweetspot.study': "n'et", 'sweetspot.trial': '0' },
      start: first && 'startedAt' in first ? Math.round(first.startedAt) : undefined,
      end: first && 'finishedAt' in first ? Math.round(first.finishedAt) : undefined,
    })
    expect(runs[1]).toMatchObject({ tags: { error: 'boom', reason: 'error' } })
    await study.tell(open, { 'loss (B)': 5 })
    expect(await exportMlflow({ from, uri, experiment: "the 'best'" })).toMatchObject({ trialCount: 1 })
    const again = runsOf("the 'best'")
    expect(again).toHaveLength(6)
    expect(again[4]).toMatchObject({ status: 'FINISHED', metrics: { 'loss _B_': 5 } })
    await study.close()
  })
})

describe('mlflowObserver', () => {
  it('shows trials on an MLflow server while they run, and exportMlflow has nothing to add', {
    timeout: 300_000,
  }, async () => {
    const mlflow = mlflowObserver({ uri })
    const from = memoryStorage()
    const notices: string[] = []
    const study = await createStudy({
      name: 'live',
      storage: from,
      seed: 1,
      sampler: randomSampler(),
      space: space({ rate: float(0, 1), kind: choice(['a', null]) }),
      observers: [mlflow, { notice: (text: string) => void notices.push(text) }],
    })
    await study.optimize(
      async (trial) => {
        trial.report(2, 0)
        trial.report(3, 1)
        trial.annotate('host', 'one')
        if (trial.number === 0) {
          await expect
            .poll(() => runNow('live 0'), { timeout: 60_000 })
            .toMatchObject({
              info: { status: 'RUNNING' },
              data: {
                metrics: [{ key: 'steps/value', value: 3, step: 1 }],
                params: expect.arrayContaining([{ key: 'rate', value: String(trial.params.rate) }]),
              },
            })
        }
        if (trial.number === 1) throw new Error('boom')
        return trial.params.rate
      },
      { trials: 2, catch: true },
    )
    await study.tell(await study.ask(), { state: 'pruned' })
    await mlflow.close()
    const runs = runsOf('live')
    expect(runs.map(({ name, status }) => [name, status])).toEqual([
      ['live 0', 'FINISHED'],
      ['live 1', 'FAILED'],
      ['live 2', 'KILLED'],
    ])
    const [first] = study.trials
    expect(runs[0]).toMatchObject({
      params: { rate: String(first?.params.rate), kind: first?.params.kind ?? 'null' },
      metrics: { value: first?.params.rate },
      curves: {
        'steps/value': [
          [0, 2],
          [1, 3],
        ],
      },
      tags: { 'attributes.host': 'one', 'sweetspot.study': 'live', 'sweetspot.trial': '0' },
      start: first && 'startedAt' in first ? Math.round(first.startedAt) : undefined,
      end: first && 'finishedAt' in first ? Math.round(first.finishedAt) : undefined,
    })
    expect(runs[1]).toMatchObject({ tags: { error: 'boom', reason: 'error' } })
    expect(await exportMlflow({ from, uri })).toMatchObject({ trialCount: 0 })
    expect(notices).toEqual([])
    await study.close()
  })
})
