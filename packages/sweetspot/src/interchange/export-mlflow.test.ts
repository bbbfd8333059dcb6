import { createStudy, float, memoryStorage, randomSampler, space } from '@sweetspot/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { closeServersAfterEach, mlflowServerOf } from '../../test/mlflow-server.ts'
import { type ExportMlflowOptions, exportMlflow } from './export-mlflow.ts'
import { keyOf } from './mlflow/run-of-trial.ts'

closeServersAfterEach()
afterEach(() => void vi.unstubAllEnvs())

async function studied(trials = 1) {
  const storage = memoryStorage()
  const study = await createStudy({ name: 'net', storage, sampler: randomSampler(), space: space({ x: float(0, 1) }) })
  await study.optimize(
    (trial) => {
      for (let step = 0; step < 2100; step += 1) trial.report(step, step)
      for (let index = 0; index < 250; index += 1) trial.annotate(`note${index}`, index)
      return 1
    },
    { trials },
  )
  await study.close()
  return storage
}

describe('exportMlflow', () => {
  it('sends at most 100 tags and 800 metrics at once', async () => {
    const { uri, received } = await mlflowServerOf()
    expect(await exportMlflow({ from: await studied(), uri, experiment: 'e' })).toEqual({
      name: 'net',
      trialCount: 1,
      notices: [],
    })
    const batches = received.filter(({ path }) => path === 'runs/log-batch').map(({ body }) => body)
    const sizes = batches.map(({ params, tags, metrics }) =>
      [params, tags, metrics].map((list) => (Array.isArray(list) ? list.length : 0)),
    )
    expect(sizes).toEqual([
      [1, 100, 800],
      [0, 100, 800],
      [0, 50, 501],
    ])
    expect(received.at(-1)).toMatchObject({ path: 'runs/update', body: { run_id: 'abc', status: 'FINISHED' } })
  })

  it.each([429, 500, 503])('repeats a request after the status %i', async (status) => {
    const { uri, received } = await mlflowServerOf((path, count) =>
      count <= 2 && path.startsWith('experiments') ? { status, headers: { 'retry-after': '0' } } : undefined,
    )
    await exportMlflow({ from: await studied(0), uri })
    expect(received.map(({ path }) => path)).toEqual([
      'experiments/get-by-name',
      'experiments/get-by-name',
      'experiments/get-by-name',
      'runs/search',
    ])
  })

  it('repeats a request that takes too long, and then says so', async () => {
    const { uri, received } = await mlflowServerOf(() => ({ after: 60_000 }))
    const failure = exportMlflow({ from: await studied(0), uri, timeout: 2_000, retries: 1 })
    await expect(failure).rejects.toMatchObject({
      code: 'ERR_SERVER',
      message: expect.stringMatching(/not reachable.*time/),
    })
    expect(received).toHaveLength(2)
  })

  it('finds what a request without an answer has created, instead of creating it twice', async () => {
    const lost = new Set<string>()
    const run = { info: { run_id: 'abc', status: 'RUNNING' }, data: { tags: [{ key: 'sweetspot.trial', value: '0' }] } }
    const { uri, received } = await mlflowServerOf((path) => {
      if (path.endsWith('/create') && !lost.has(path)) {
        lost.add(path)
        return { status: 502, headers: { 'retry-after': '0' } }
      }
      if (path === 'experiments/get-by-name' && !lost.has('experiments/create'))
        return { status: 404, body: '{"error_code":"RESOURCE_DOES_NOT_EXIST"}' }
      return path === 'runs/search' && lost.has('runs/create') ? { body: JSON.stringify({ runs: [run] }) } : undefined
    })
    expect((await exportMlflow({ from: await studied(), uri })).trialCount).toBe(1)
    const paths = received.map(({ path }) => path).filter((path) => path !== 'runs/log-batch')
    expect(paths).toEqual([
      'experiments/get-by-name',
      'experiments/create',
      'experiments/get-by-name',
      'runs/search',
      'runs/create',
      'runs/search',
      'runs/update',
    ])
    expect(received.at(-1)?.body).toMatchObject({ run_id: 'abc', status: 'FINISHED' })
  })

  it('takes an experiment that another process has just created', async () => {
    let count = 0
    const { uri } = await mlflowServerOf((path) => {
      if (path === 'experiments/create')
        return { status: 400, headers: { 'retry-after': '0' }, body: '{"error_code":"RESOURCE_ALREADY_EXISTS"}' }
      if (path !== 'experiments/get-by-name') return undefined
      count += 1
      return count === 1 ? { status: 404, body: '{"error_code":"RESOURCE_DOES_NOT_EXIST"}' } : undefined
    })
    expect((await exportMlflow({ from: await studied(), uri })).trialCount).toBe(1)
  })

  it.each([
    [{ status: 401, body: 'no' }, 'answered with status 401: no. Check the token'],
    [{ status: 400, body: '{"error_code":"INVALID_PARAMETER_VALUE"}' }, 'status 400: {"error_code"'],
    [{ body: '<html>' }, 'did not answer with JSON'],
    [{ body: '[]' }, 'did not answer with a JSON object'],
    [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'not reachable'],
    [{ body: '{"experiment":{"experiment_id":"7","lifecycle_stage":"deleted"}}' }, 'was deleted in MLflow'],
    [{ body: '{"experiment":{}}' }, 'has no experiment_id'],
  ])('explains the answer %j, without the secret', async (answer, message) => {
    const { uri, received } = await mlflowServerOf(() => answer)
    const secret = 'sesame-5e'
    const from = await studied(0)
    for (const options of [{ uri, token: secret }, { uri: uri.replace('//', `//user:${secret}@`) }]) {
      const failure: unknown = await exportMlflow({ from, retries: 0, ...options }).catch((error: unknown) => error)
      expect(failure).toMatchObject({ message: expect.stringContaining(message) })
      expect(JSON.stringify([String(failure), failure, (failure as Error).stack])).not.toContain(secret)
    }
    const basic = `Basic ${Buffer.from(`user:${secret}`).toString('base64')}`
    expect(received.map(({ authorization }) => authorization)).toEqual([`Bearer ${secret}`, basic])
  })

  it('takes the address and the token from the environment', async () => {
    const { uri, received } = await mlflowServerOf()
    vi.stubEnv('MLFLOW_TRACKING_URI', uri)
    vi.stubEnv('MLFLOW_TRACKING_TOKEN', 'abc')
    await exportMlflow({ from: await studied(0) })
    expect(received[0]?.authorization).toBe('Bearer abc')
  })

  it.each([
    [{ uri: 'ftp://host' }, 'ERR_INVALID_ARGUMENT'],
    [{ uri: 'host' }, 'ERR_INVALID_ARGUMENT'],
    [{ uri: 'http://user:secret@' }, 'ERR_INVALID_ARGUMENT'],
    [{ uri: 'http://us%er:secret@host' }, 'ERR_INVALID_ARGUMENT'],
    [{ token: 'two words secret' }, 'ERR_INVALID_ARGUMENT'],
    [{ timeout: 0 }, 'ERR_INVALID_ARGUMENT'],
    [{ retries: -1 }, 'ERR_INVALID_ARGUMENT'],
    [{ experiment: '' }, 'ERR_INVALID_ARGUMENT'],
    [{ study: 'none' }, 'ERR_STUDY_NOT_FOUND'],
    [{ uri: 'http://127.0.0.1:1', retries: 0 }, 'ERR_SERVER'],
  ])('rejects %o', async (options: Partial<ExportMlflowOptions>, code) => {
    const failure: unknown = await exportMlflow({
      from: await studied(0),
      uri: 'http://127.0.0.1:1',
      ...options,
    }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code })
    expect(String(failure)).not.toContain('secret')
  })
})

describe('the name of a param in MLflow', () => {
  it.each([
    ['a-b_c.d/e:f g', 'a-b_c.d/e:f g'],
    ['ü', 'ü'],
    ['metrics/mAP50-95(B)', 'metrics/mAP50-95_B_'],
    ['../x/./y//z/', '_/x/_/y/_/z/_'],
    ['x'.repeat(300), 'x'.repeat(250)],
  ])('of %s', (name, expected) => {
    expect(keyOf(name)).toBe(expected)
  })
})
