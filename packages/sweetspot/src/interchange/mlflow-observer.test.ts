import { createStudy, float, memoryStorage, randomSampler, space } from '@sweetspot/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { closeServersAfterEach, mlflowServerOf } from '../../test/mlflow-server.ts'
import { type MlflowObserver, type MlflowObserverOptions, mlflowObserver } from './mlflow-observer.ts'

closeServersAfterEach()
afterEach(() => void vi.unstubAllEnvs())

async function studyWith(mlflow: MlflowObserver, storage = memoryStorage()) {
  const notices: string[] = []
  const study = await createStudy({
    name: 'net',
    storage,
    loadIfExists: true,
    seed: 1,
    sampler: randomSampler(),
    space: space({ x: float(0, 1) }),
    observers: [mlflow, { notice: (text: string) => void notices.push(text) }],
  })
  return { study, notices }
}

describe('mlflowObserver', () => {
  it('logs a run, its params and its curve while the trial runs, then its tags, result and status', async () => {
    const { uri, received } = await mlflowServerOf()
    const mlflow = mlflowObserver({ uri, experiment: 'e' })
    const { study, notices } = await studyWith(mlflow)
    const logged = (key: string) =>
      received.flatMap(({ path, body }) => (path === 'runs/log-batch' ? (body[key] as readonly object[]) : []))
    await study.optimize(
      async (trial) => {
        trial.report(5, 0)
        await expect.poll(() => logged('metrics')).toHaveLength(1)
        trial.report(Number.NaN, 1)
        await expect.poll(() => logged('metrics')).toHaveLength(2)
        trial.annotate('host', 'one')
        return 3
      },
      { trials: 1 },
    )
    await mlflow.close()
    expect(received.map(({ path }) => path).slice(0, 2)).toEqual(['experiments/get-by-name', 'runs/create'])
    expect(logged('params')).toEqual([{ key: 'x', value: String(study.best.params.x) }])
    expect(logged('tags')).toEqual([{ key: 'attributes.host', value: 'one' }])
    expect(logged('metrics')).toMatchObject([
      { key: 'steps/value', value: 5, step: 0 },
      { key: 'steps/value', value: 'NaN', step: 1 },
      { key: 'value', value: 3, step: 1 },
    ])
    expect(received.at(-1)).toMatchObject({ path: 'runs/update', body: { run_id: 'abc', status: 'FINISHED' } })
    expect(notices).toEqual([])
  })

  it('sends together what has changed while the server was busy', async () => {
    const { uri, received } = await mlflowServerOf((path) => (path === 'runs/create' ? { after: 20 } : undefined))
    const mlflow = mlflowObserver({ uri })
    const { study } = await studyWith(mlflow)
    await study.optimize(
      ({ report }) => {
        for (let step = 0; step < 700; step += 1) report(step, step)
        return 1
      },
      { trials: 1 },
    )
    await mlflow.close()
    const batches = received.filter(({ path }) => path === 'runs/log-batch')
    expect(batches.flatMap(({ body }) => body.metrics)).toHaveLength(701)
    expect(batches.length).toBeLessThan(10)
  })

  it('tells of a server that fails once, without the secret, and sends what is missing when it answers again', async () => {
    let isDown = true
    const { uri, received } = await mlflowServerOf(() => (isDown ? { status: 503, body: 'down' } : undefined))
    const mlflow = mlflowObserver({ uri, retries: 0, token: 'sesame-5e' })
    const { study, notices } = await studyWith(mlflow)
    await study.optimize(({ params }) => params.x, { trials: 3 })
    await mlflow.close()
    expect(study.snapshot.counts.completed).toBe(3)
    expect(notices).toEqual([
      expect.stringMatching(/^An observer failed in trial.*answered with status 503: down\. Later/),
    ])
    expect(notices.join()).not.toContain('sesame')
    isDown = false
    await study.optimize(({ params }) => params.x, { trials: 1 })
    await mlflow.close()
    const ends = received.filter(({ path }) => path === 'runs/update').map(({ body }) => body.status)
    expect(ends).toEqual(['FINISHED', 'FINISHED', 'FINISHED', 'FINISHED'])
    expect(notices).toHaveLength(1)
    const before = received.length
    await mlflow.close()
    expect(received).toHaveLength(before)
  })

  it('finds the run of a request whose answer was lost', async () => {
    let isLost = false
    const run = { info: { run_id: 'abc', status: 'RUNNING' }, data: { tags: [{ key: 'sweetspot.trial', value: '0' }] } }
    const { uri, received } = await mlflowServerOf((path) => {
      if (path === 'runs/search') return { body: JSON.stringify({ runs: [run] }) }
      if (path !== 'runs/create' || isLost) return undefined
      isLost = true
      return { status: 504 }
    })
    const mlflow = mlflowObserver({ uri, retries: 0 })
    const { study } = await studyWith(mlflow)
    await study.optimize(({ params }) => params.x, { trials: 1 })
    await mlflow.close()
    expect(received.filter(({ path }) => path === 'runs/create')).toHaveLength(1)
    expect(received.at(-1)).toMatchObject({ path: 'runs/update', body: { run_id: 'abc', status: 'FINISHED' } })
  })

  it('sends other trials if the server refuses one', async () => {
    const { uri, received } = await mlflowServerOf((path, _, body) =>
      path === 'runs/create' && body.run_name === 'net 0' ? { status: 400, body: 'no' } : undefined,
    )
    const mlflow = mlflowObserver({ uri })
    const { study, notices } = await studyWith(mlflow)
    await study.optimize(({ params }) => params.x, { trials: 2, concurrency: 2 })
    await mlflow.close()
    expect(received.filter(({ path }) => path === 'runs/update')).toHaveLength(1)
    expect(notices).toEqual([expect.stringContaining('status 400: no')])
  })

  it('continues the run of a trial that another process has begun', async () => {
    const found = {
      runs: [{ info: { run_id: 'old', status: 'FAILED' }, data: { tags: [{ key: 'sweetspot.trial', value: '0' }] } }],
    }
    const { uri, received } = await mlflowServerOf((path) =>
      path === 'runs/search' ? { body: JSON.stringify(found) } : undefined,
    )
    const [former, mlflow] = [mlflowObserver({ uri }), mlflowObserver({ uri })]
    const storage = memoryStorage()
    const { study } = await studyWith(former, storage)
    const controller = new AbortController()
    await study.optimize(
      () => {
        controller.abort()
        return new Promise<number>(() => {})
      },
      { trials: 1, signal: controller.signal },
    )
    await study.close()
    await former.close()
    received.length = 0
    const next = await studyWith(mlflow, storage)
    await next.study.optimize(() => 1, { trials: 1 })
    await mlflow.close()
    expect(next.study.trials[0]?.attempt).toBe(2)
    const sent = received.map(({ path, body }) => [path, body.run_id, body.status])
    expect(sent).toContainEqual(['runs/update', 'old', 'FINISHED'])
    expect(sent.map(([path]) => path)).not.toContain('runs/create')
  })

  it.each([
    [{ uri: 'ftp://host' }],
    [{ uri: 'http://host', experiment: '' }],
    [{ uri: 'http://host', retries: -1 }],
    [{}],
  ] satisfies [MlflowObserverOptions][])('rejects %o', (options) => {
    vi.stubEnv('MLFLOW_TRACKING_URI', undefined)
    expect(() => mlflowObserver(options)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }))
  })
})
