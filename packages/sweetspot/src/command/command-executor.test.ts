import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  choice,
  createStudy,
  type Executor,
  float,
  int,
  medianPruner,
  type OptimizeOptions,
  type Pruner,
  randomSampler,
  type SearchSpace,
  type StudyOptions,
  space,
} from '@sweetspot/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { onlyEntry } from '../../test/only-entry.ts'
import { commandExecutor } from './command-executor.ts'
import type { CommandOptions } from './command-options.ts'
import type { MetricReading } from './metric-reading.ts'

let folder: string
const open: Executor[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-test-'))
})
afterEach(async () => {
  for (const executor of open.splice(0)) await executor.close()
  rmSync(folder, { recursive: true })
})

const SPACE: SearchSpace = space({ x: float(0, 1), opt: choice(['sgd', 'adam']) })

const executorOf = (options: CommandOptions) => {
  const executor = commandExecutor({ cwd: folder, ...options })
  open.push(executor)
  return executor
}

/** A command that runs a script in Node, with params in `process.argv`. */
const node = (script: string, ...args: readonly string[]) => [process.execPath, '-e', script, '--', ...args]

const studyOf = (options: StudyOptions = {}) =>
  createStudy({ space: SPACE, sampler: randomSampler(), seed: 1, name: 's', observers: [{ notice() {} }], ...options })

/** Runs trials of a command; returns the study, and the error with which `optimize` rejected. */
async function run(command: CommandOptions, optimize: OptimizeOptions = {}, options: StudyOptions = {}) {
  const study = await studyOf(options)
  let error: unknown
  const result = await study.optimize(executorOf(command), { trials: 1, ...optimize }).catch((thrown: unknown) => {
    error = thrown
  })
  const [trial] = study.trials
  return { study, trial, error, result, failure: trial?.state === 'failed' ? trial : undefined }
}

describe('commandExecutor', () => {
  it('runs a command for each trial, several at a time', async () => {
    const script = 'const [x, opt] = process.argv.slice(1); console.log(JSON.stringify({ value: x * 2, opt }))'
    const { study } = await run({ argv: node(script, '{x}', '{opt}'), space: SPACE }, { trials: 4, concurrency: 2 })
    expect(study.trials).toHaveLength(4)
    for (const trial of study.trials) {
      expect('values' in trial && trial.values).toEqual({ value: Number(trial.params.x) * 2 })
    }
  })

  it('reads several metrics and constraints', async () => {
    const script = 'console.log(\'{"acc": 0.5, "time": 3, "memory": 7, "more": 1}\')'
    const { trial } = await run(
      { argv: node(script), constraints: ['memory'] },
      {},
      {
        directions: { acc: 'maximize', time: 'minimize' },
        constraints: { memory: { atMost: 8 } },
      },
    )
    expect(trial).toMatchObject({ state: 'completed', values: { acc: 0.5, time: 3, memory: 7 } })
  })

  it('reads metrics by a pattern and from a file in the folder of the trial', async () => {
    const pattern = await run({
      argv: node('console.error("acc=0.25")'),
      metric: { kind: 'regex', pattern: 'acc=(\\S+)' },
    })
    expect(pattern.trial).toMatchObject({ values: { value: 0.25 } })
    const script = 'require("fs").writeFileSync(process.argv[1] + "/m.csv", "epoch,value\\n1,3\\n2,4\\n")'
    const file = await run({
      argv: node(script, '{dir}', '{params.json}'),
      metric: { kind: 'file', path: '{dir}/m.csv' },
    })
    expect(file.trial).toMatchObject({ values: { value: 4 } })
  })

  it('refuses to let trials write the same file at the same time', async () => {
    const script = 'setTimeout(() => {}, 300); require("fs").writeFileSync("m.json", \'{"value": 1}\')'
    const metric = { kind: 'file', path: 'm.json' } as const
    const { error } = await run({ argv: node(script), metric }, { trials: 2, concurrency: 2 })
    expect(String(error)).toContain('{dir}/metrics.json')
    expect((await run({ argv: node(script), metric }, { trials: 2 })).study.snapshot.counts.completed).toBe(2)
  })

  it('gives params, folder and facts in the environment and a private file', async () => {
    process.env.SWEETSPOT_STORAGE = 'postgres://user:hunter2@host/db'
    try {
      const script = `
        const { readFileSync } = require('fs')
        const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('SWEETSPOT_')))
        require('fs').writeFileSync(process.env.SWEETSPOT_DIR + '/seen.json', JSON.stringify({ env, extra: process.env.EXTRA, path: process.env.PATH !== undefined, home: 'HOME' in process.env }))
        console.log(JSON.stringify({ value: JSON.parse(readFileSync(process.env.SWEETSPOT_PARAMS_FILE)).x }))`
      const tuned = space({ x: float(0, 1), 'model.lr': choice(['--x "$(id)"\n']), A: int(1, 1), a: int(2, 2) })
      const notices: string[] = []
      const { trial } = await run(
        {
          argv: node(script),
          environment: { EXTRA: 'yes', HOME: undefined },
          onNotice: (text) => void notices.push(text),
        },
        {},
        {
          space: tuned,
          name: 'a/../b',
        },
      )
      const x = Number(trial?.params.x)
      expect(trial).toMatchObject({ values: { value: x } })
      const root = join(folder, 'sweetspot-trials')
      const seenPath = readdirDeep(root).find((path) => path.endsWith('seen.json')) as string
      const seen = JSON.parse(readFileSync(seenPath, 'utf8'))
      const dir = join(seenPath, '..')
      expect(seen).toEqual({
        extra: 'yes',
        path: true,
        home: false,
        env: {
          SWEETSPOT_PARAM_X: String(x),
          SWEETSPOT_PARAM_MODEL_LR: '--x "$(id)"\n',
          SWEETSPOT_STUDY: 'a/../b',
          SWEETSPOT_TRIAL: '0',
          SWEETSPOT_ATTEMPT: '1',
          SWEETSPOT_DIR: dir,
          SWEETSPOT_PARAMS_FILE: join(dir, 'params.json'),
          SWEETSPOT_CHANNEL: expect.any(String),
          SWEETSPOT_CHANNEL_KEY: expect.any(String),
        },
      })
      expect(statSync(join(dir, 'params.json')).mode & 0o777).toBe(0o600)
      expect(notices).toEqual(['The params A, a have no environment variable: all would be SWEETSPOT_PARAM_A.'])
    } finally {
      delete process.env.SWEETSPOT_STORAGE
    }
  })

  it('keeps secret params out of the arguments', async () => {
    const script =
      'process.exitCode = process.argv.join().includes("hunter2") ? 1 : 0; console.log(JSON.stringify({ value: process.env.SWEETSPOT_PARAM_KEY.length }))'
    const template = {
      parts: [...node(script).map((text) => ({ text: [text] })), { params: 'named' as const }],
      secrets: ['key'],
    }
    const { trial } = await run({ template }, {}, { space: space({ key: choice(['hunter2']), x: float(0, 1) }) })
    expect(trial).toMatchObject({ values: { value: 7 } })
  })

  it('closes stdin', async () => {
    const { trial } = await run({ argv: node('process.stdin.on("end", () => console.log(\'{"value": 1}\')).resume()') })
    expect(trial?.state).toBe('completed')
  })

  it('runs a shell command with hostile values', async () => {
    const value = `'; echo '{"value": 9}'; "$(id)" \`id\``
    const script = `V={v}; test "$V" = "$SWEETSPOT_PARAM_V" && echo '{"value": 1}'`
    const template = {
      parts: [{ text: [script.split('{v}')[0] as string, { param: 'v' }, script.split('{v}')[1] as string] }],
      shell: true,
    }
    const { trial } = await run({ template }, {}, { space: space({ v: choice([value]) }) })
    expect(trial).toMatchObject({ values: { value: 1 } })
  })
})

describe('a command without its metric', () => {
  it('fails with what was found, and tells onMetrics', async () => {
    const readings: MetricReading[] = []
    const onMetrics = (reading: MetricReading) => void readings.push(reading)
    const { failure, error } = await run(
      { argv: node('console.log(\'{"accuracy": 1}\')'), onMetrics },
      { retries: 3 },
      { directions: { acc: 'maximize' } },
    )
    expect(String(error)).toContain('Trial 0 has no value of acc. The last JSON object on stdout has accuracy.')
    expect(String(error)).toContain('ERR_METRIC_NOT_FOUND')
    expect(failure?.attempt).toBe(1)
    expect(readings).toEqual([
      { trial: 0, attempt: 1, values: {}, missing: ['acc'], found: 'The last JSON object on stdout has accuracy.' },
    ])
  })

  it('tells onMetrics where values were found', async () => {
    const readings: MetricReading[] = []
    await run({ argv: node('console.log(\'{"value": 1}\')'), onMetrics: (reading) => void readings.push(reading) })
    expect(readings).toEqual([
      { trial: 0, attempt: 1, values: { value: { value: 1, source: 'the last JSON object on stdout' } }, missing: [] },
    ])
  })

  it('fails with the reason not-finite for NaN', async () => {
    const { failure, error } = await run({ argv: node('console.log(\'{"value": NaN}\')') })
    expect([failure?.reason, failure?.values, error]).toEqual(['not-finite', { value: Number.NaN }, undefined])
  })
})

describe('the folder of a trial', () => {
  it('is that of its study, also if another one has the same name', async () => {
    const script = `
      const { appendFileSync, readFileSync } = require('fs')
      const file = process.env.SWEETSPOT_DIR + '/checkpoint'
      appendFileSync(file, 'x')
      console.log(JSON.stringify({ value: readFileSync(file, 'utf8').length }))`
    let now = 0
    const clock = { now: () => ++now, after: () => () => {} }
    const values = []
    for (const seed of [1, 1, 2]) {
      const { trial } = await run({ argv: node(script) }, {}, { seed, clock })
      values.push(trial && 'values' in trial && trial.values?.value)
    }
    expect(values).toEqual([1, 1, 1])
  })
})

describe('a command that fails', () => {
  it('is an error with its exit code and last words, and is retried', async () => {
    const script =
      'console.log(\'{"value": 1}\'); if (process.env.SWEETSPOT_ATTEMPT < 3) { console.error("boom\\n"); process.exit(3) }'
    const { trial } = await run({ argv: node(script) }, { retries: 2 })
    expect(trial).toMatchObject({ state: 'completed', attempt: 3 })
    const logs = join(onlyEntry(join(folder, 'sweetspot-trials')), '0')
    expect(readFileSync(join(logs, 'log.1.txt'), 'utf8')).toContain('boom')
    expect(readFileSync(join(logs, 'log.txt'), 'utf8')).not.toContain('boom')
    const { failure, error } = await run({ argv: node('console.error("boom\\n"); process.exit(3)') })
    expect(failure).toMatchObject({ reason: 'error', error: expect.stringContaining('exit code 3: boom') })
    expect(String(error)).toContain('boom')
  })

  it('is a crash if a signal ended it', async () => {
    const { failure, error } = await run({ argv: node('process.kill(process.pid, "SIGSEGV")') })
    expect(failure).toMatchObject({ reason: 'crashed', error: 'The command was ended by SIGSEGV.' })
    expect(error).toBeUndefined()
  })

  it.each([
    [['nodee', '{x}', '{opt}'], 'was not found in the folders of PATH. Did you mean node'],
    [['./missing.sh'], 'does not exist'],
    [['./data.txt'], 'is not executable'],
    [['data.txt'], 'Did you mean ./data.txt?'],
  ])('ends the run and requeues the trial if %j cannot be started', async (argv, text) => {
    writeFileSync(join(folder, 'data.txt'), '')
    const { trial, error } = await run({ argv }, { catch: true, trials: 5 })
    expect(String(error)).toContain(text)
    expect(String(error)).toContain('ERR_COMMAND_NOT_STARTED')
    expect(trial?.state).toBe('waiting')
  })

  it('ends the run if the system refuses to start it', async () => {
    writeFileSync(join(folder, 'wrong'), '#!/no/such/program\n', { mode: 0o755 })
    const wrong = await run({ argv: ['./wrong'] })
    expect(String(wrong.error)).toContain('could not be started')
    const large = await run({ argv: ['true', 'x'.repeat(3_000_000)] })
    expect(String(large.error)).toContain('E2BIG')
    expect(String((await run({ argv: ['true'], cwd: join(folder, 'none') })).error)).toContain('does not exist')
  })
})

describe('reports on stdout', () => {
  const CURVE = `
    process.on('SIGTERM', () => { console.log('stopping'); process.exit(0) })
    const print = (step) => console.log(JSON.stringify({ step, value: step * process.argv[1], other: 'x' }))
    print(0); print(1); print(2)
    setTimeout(() => console.log('{"value": 100}'), process.argv[2])`

  it('are recorded while the command runs', async () => {
    const { trial } = await run({ argv: node(CURVE, '2', '50', '{params.json}') })
    expect(trial?.measurements.map(({ step, values }) => [step, values])).toEqual([
      [0, { value: 0 }],
      [1, { value: 2 }],
      [2, { value: 4 }],
    ])
    expect(trial).toMatchObject({ state: 'completed', values: { value: 100 } })
  })

  it('are pruned: the command is stopped by SIGTERM', async () => {
    const pruner: Pruner = {
      name: 'at step 1',
      decide: (_, { measurements }) => ({ action: measurements.length > 1 ? 'stop' : 'continue', reason: 'no hope' }),
    }
    const { trial } = await run({ argv: node(CURVE, '2', '20000', '{params.json}') }, {}, { pruner })
    expect(trial).toMatchObject({ state: 'pruned', reason: 'no hope' })
    expect(readFileSync(join(onlyEntry(join(folder, 'sweetspot-trials')), '0/log.txt'), 'utf8')).toContain('stopping')
  })

  it('are pruned by the median rule', async () => {
    const script =
      'for (let s = 0; s < 3; s++) console.log(JSON.stringify({ step: s, value: +process.env.SWEETSPOT_TRIAL })); setTimeout(() => {}, process.env.SWEETSPOT_TRIAL > 1 ? 20000 : 0)'
    const pruner = medianPruner({ startupTrials: 2, warmupSteps: 0 })
    const { study } = await run({ argv: node(script) }, { trials: 3 }, { pruner })
    expect(study.trials.map(({ state }) => state)).toEqual(['completed', 'completed', 'pruned'])
  })
})

describe('options', () => {
  it.each([
    [{}, 'either argv or template'],
    [{ argv: ['a'], template: { parts: [{ text: ['a'] }] } }, 'either argv or template'],
    [{ argv: ['a'], env: {} }, 'did you mean "environment"?'],
    [{ argv: ['a'], metric: { kind: 'xml' } }, 'Expected metric to be'],
    [{ argv: ['a'], environment: { 'A=B': 'x' } }, 'Expected environment'],
    [{ argv: ['a'], environment: { A: 'x\0' } }, 'Expected environment'],
    [{ argv: ['a'], environment: ['A=b'] }, 'Expected environment'],
    [{ argv: ['a'], environment: new Map([['A', 'b']]) }, 'Expected environment'],
    [{ argv: ['a'], gpusPerTrial: 2 }, 'Expected gpusPerTrial to be absent without gpus'],
    [{ argv: ['a'], gracePeriod: -1 }, 'Expected gracePeriod'],
    [{ argv: ['a'], gracePeriod: 2 ** 31 }, 'Expected gracePeriod to be a number of milliseconds from 0 to 2147483647'],
    [{ argv: ['a'], gpus: [0, 0] }, 'Expected gpus'],
    [{ argv: ['a'], gpus: [0], gpusPerTrial: 2 }, 'at most the number of gpus'],
    [{ argv: ['a'], memoryLimit: 512 }, 'memoryLimit to be a number of bytes of at least 1e6; received 512'],
    [{ argv: ['{y}'], space: SPACE }, 'Unknown placeholder {y}'],
    [{ template: { parts: [] } }, 'Expected template'],
    [{ template: { parts: [{ text: 5 }] } }, 'Expected template'],
    [{ template: { parts: [{ text: [{ param: 5 }] }] } }, 'Expected template'],
    [{ template: { parts: [{ text: [{ trial: 'name' }] }] } }, 'Expected template'],
    [{ template: { parts: [{ params: 'toString' }] } }, 'Expected template'],
    [{ template: { parts: [{ text: ['a'] }], secrets: 'x' } }, 'Expected template'],
  ])('refuses %j', (options, text) => {
    expect(() => commandExecutor(options as CommandOptions)).toThrow(text)
  })

  it('refuses an invalid pattern before a trial fails', async () => {
    const { error, trial } = await run({ argv: ['true'], metric: { kind: 'regex', pattern: '(' } }, { catch: true })
    expect(String(error)).toContain('The metric pattern "(" is invalid')
    expect(trial?.state).toBe('waiting')
  })

  it('refuses a define-by-run space, and runs nothing once closed', async () => {
    const study = await createStudy({ seed: 1, observers: [{ notice() {} }] })
    const executor = executorOf({ argv: ['true'] })
    await expect(study.optimize(executor, { trials: 1 })).rejects.toThrow('ERR_SPACE_REQUIRED')
    await executor.close()
    await expect((await studyOf()).optimize(executor, { trials: 1 })).rejects.toMatchObject({
      code: 'ERR_EXECUTOR_CLOSED',
    })
  })
})

function readdirDeep(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => join(root, path))
}
