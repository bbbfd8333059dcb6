import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { spaceToJson } from '@sweetspot/core'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { trialFolder, trialsFolder } from '../../src/command/trial-folder.ts'
import { openStudy } from '../../src/create-study.ts'
import { openStorage } from '../../src/storage/open-storage.ts'
import { type RunOptions, runIn, type StudiesFolder, studiesFolder } from './command-line.ts'
import { kerasProject } from './keras-project.ts'
import { storedStudy } from './stored-study.ts'

let folder: StudiesFolder
beforeEach(async () => {
  folder = await studiesFolder()
})
afterEach(() => folder[Symbol.asyncDispose]())

/** Runs a command line, and fails unless it succeeds. */
async function run(...argv: string[]): Promise<string> {
  const { code, stdout, stderr } = await runIn(folder.path, argv)
  expect(stderr).not.toContain('error:')
  expect(code).toBe(0)
  return stdout
}
const json = async (...argv: string[]): Promise<unknown> => JSON.parse(await run(...argv, '--format', 'json'))
const refused = (argv: readonly string[], options?: RunOptions) => runIn(folder.path, argv, options)

const snapshot = (name = 'net') => storedStudy(folder.path, name)

describe('ask and tell', () => {
  it('give a trial and record its result, also from another process', async () => {
    const { number, params } = (await json('ask', 'net', '--sampler', 'random')) as { number: number; params: object }
    expect(number).toBe(5)
    expect(Object.keys(params)).toEqual(['lr', 'layers', 'opt'])
    expect((await snapshot()).trials.get(5)).toMatchObject({ state: 'running', owner: null, params })
    await run('tell', 'net', '5', '0.1')
    await run('tell', 'net', '5', 'loss=0.1')
    expect((await snapshot()).best).toMatchObject({ number: 5, values: { loss: 0.1 } })
    expect((await refused(['tell', 'net', '5', '0.2'])).code).toBe(1)
  })

  it('take the sampler that the study was created with', async () => {
    await run('create', 'grid', '-p', 'x=1..2', '--sampler', 'grid', '--seed', '1')
    const tried = [await json('ask', 'grid'), await json('ask', 'grid')]
    expect(
      tried.map((trial) => (trial as { params: { x: number } }).params.x).toSorted((one, other) => one - other),
    ).toEqual([1, 2])
    const { code, stderr } = await refused(['ask', 'grid'])
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('[ERR_SPACE_EXHAUSTED]\n  See the best trial: sweetspot best grid.'),
    ])
  })

  it('take negative, infinite and missing values as they are', async () => {
    await run('tell', 'net', '4', '-0.5')
    expect((await snapshot()).best).toMatchObject({ number: 4, values: { loss: -0.5 } })
    await run('ask', 'net', '--sampler', 'random')
    await run('tell', 'net', '5', 'NaN')
    expect((await snapshot()).trials.get(5)).toMatchObject({ state: 'failed', reason: 'not-finite' })
    await run('ask', 'net', '--sampler', 'random')
    await run('tell', 'net', '6', '--state', 'pruned')
    expect((await snapshot()).trials.get(6)).toMatchObject({ state: 'pruned' })
  })

  it.each([
    [['tell', 'net', '4'], 'Expected the result of the trial: VALUE.'],
    [['tell', 'net', '4', 'low'], 'Expected loss to be a number; received "low".'],
    [['tell', 'net', '4', 'los=1'], 'no metric or constraint "los". Did you mean loss?'],
    [['tell', 'net', '4', '1', '--error', 'x'], 'Expected --error together with --state failed.'],
    [['tell', 'net', '4', '1', '--state', 'failed'], 'Expected no values of a trial that failed.'],
    [['tell', 'front', '2', '1'], 'Expected name=value for each of loss, size; received "1".'],
    [['tell', 'front', '2'], 'Expected the result of the trial: loss=VALUE size=VALUE.'],
    [['tell', 'front', '2', 'loss=1', 'loss=2'], 'Expected one value of loss; received two.'],
  ])('%j is refused', async (argv, message) => {
    const { code, stderr, stdout } = await refused(argv)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })
})

describe('enqueue, rerun, exclude and include', () => {
  it('read params by the space', async () => {
    expect(await run('enqueue', 'net', 'lr=1e-3', 'layers=3', 'opt=sgd')).toBe('5\n')
    expect((await snapshot()).trials.get(5)).toMatchObject({
      state: 'waiting',
      params: { lr: 0.001, layers: 3, opt: 'sgd' },
    })
    expect(await run('enqueue', 'net', 'lr=1e-3', 'layers=3', 'opt=sgd', '--skip-if-tried')).toBe('5\n')
    for (const [word, message] of [
      ['lrr=1', 'Unknown parameter "lrr" of net. Did you mean lr?'],
      ['lr=fast', 'Expected lr to be a number from 0.00001 to 0.1; received "fast".'],
      ['opt=adm', 'Expected opt to be one of sgd, adam (perhaps adam); received "adm".'],
      ['lr', 'Expected name=value; received "lr".'],
      ['layers=99', 'layers'],
    ] as const) {
      const { code, stderr } = await refused(['enqueue', 'net', word])
      expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
    }
  })

  it('queue failed trials once', async () => {
    expect(await json('rerun', 'net', '--failed')).toEqual([{ number: 5, rerunOf: 2 }])
    expect(await json('rerun', 'net', '--failed')).toEqual([])
    expect(await json('rerun', 'net', '0', '2')).toEqual([
      { number: 6, rerunOf: 0 },
      { number: 7, rerunOf: 2 },
    ])
    expect((await refused(['rerun', 'net'])).code).toBe(2)
  })

  it('ignore trials and learn from them again', async () => {
    await run('exclude', 'net', '1', '3', '--reason', 'wrong data')
    expect((await snapshot()).best?.number).toBe(0)
    await run('include', 'net', '1')
    expect((await snapshot()).best?.number).toBe(1)
    const { code, stderr } = await refused(['exclude', 'net', '0', '99'])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('Trial 99 of net does not exist: its trials are 0 to 4'),
    ])
    expect((await snapshot()).trials.get(0)?.excluded).toBeUndefined()
  })
})

describe('note, tag and archive', () => {
  it('keep notes and tags of studies and trials', async () => {
    await run('note', 'net', 'second', 'data set')
    await run('note', 'net', '3', 'diverged')
    expect([await run('note', 'net'), await run('note', 'net', '3')]).toEqual(['second data set\n', 'diverged\n'])
    await run('note', 'net', '3', '--remove')
    expect(await run('note', 'net', '3')).toBe('')
    await run('tag', 'net', '3', 'star', 'slow')
    await run('tag', 'net', '3', 'star', '--remove')
    expect(await run('tag', 'net', '3')).toBe('slow\n')
    await run('tag', 'net', 'old')
    expect((await snapshot()).attributes).toMatchObject({ note: 'second data set', tags: ['old'] })
  })

  it('archived studies are listed with --all only', async () => {
    await run('archive', 'net')
    const names = async (...more: string[]) =>
      ((await json('studies', ...more)) as { study: string; state: string }[]).map(
        ({ study, state }) => `${study} ${state}`,
      )
    expect(await names()).toEqual(['front running'])
    expect((await names('--all')).toSorted()).toEqual(['front running', 'net archived'])
    await run('archive', 'net', '--undo')
    expect(await names()).toHaveLength(2)
  })
})

describe('control', () => {
  it('pauses, resumes, stops and cancels a study that another process has open', async () => {
    await using other = await openStudy({ name: 'net', storage: `sqlite:${join(folder.path, 'sweetspot.db')}` })
    await run('pause', 'net', '--reason', 'lunch')
    expect((await other.refresh()).status).toBe('paused')
    const { code, stderr } = await refused(['ask', 'net', '--sampler', 'random'])
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('[ERR_STUDY_PAUSED]\n  Resume it: sweetspot resume net'),
    ])
    await run('resume', 'net')
    expect((await other.refresh()).status).toBe('active')
    await run('stop', 'net')
    expect((await other.refresh()).status).toBe('stopped')
    await run('resume', 'net')
    await run('cancel', 'net', '4')
    expect((await other.refresh()).trials.get(4)).toMatchObject({ state: 'failed', reason: 'cancelled' })
    await run('enqueue', 'net', 'lr=0.01')
    await run('cancel', 'net', '--yes')
    expect(await other.refresh()).toMatchObject({ status: 'stopped', counts: { waiting: 0, running: 0 } })
    expect((await json('studies')) as object[]).toContainEqual(
      expect.objectContaining({ study: 'net', state: 'stopped' }),
    )
  })

  it('ends a run of another process', async () => {
    const storage = `sqlite:${join(folder.path, 'sweetspot.db')}`
    await using other = await openStudy({ name: 'front', storage })
    let isFirst = true
    const result = await other.optimize(
      async () => {
        if (isFirst) await run('stop', 'front')
        isFirst = false
        return { loss: 1, size: 1, memory: 1 }
      },
      { trials: 1000 },
    )
    expect(result.trialCount).toBe(1)
  })

  it('edits the space of a study that runs', async () => {
    await using other = await openStudy({ name: 'net', storage: `sqlite:${join(folder.path, 'sweetspot.db')}` })
    await run('space', 'net', '--set', 'lr=log:1e-4..1e-2', '--set', 'width=8,16', '--remove', 'layers')
    const { space, counts } = await other.refresh()
    expect(
      space.dimensions.map(({ name, parameter }) => [name, 'low' in parameter ? parameter.low : parameter.kind]),
    ).toEqual([
      ['lr', 1e-4],
      ['opt', 'choice'],
      ['width', 'choice'],
    ])
    expect(counts.completed).toBe(3)
    for (const [argv, message] of [
      [['--remove', 'lrr'], 'Did you mean lr?'],
      [['--remove', 'lr', '--remove', 'opt', '--remove', 'width'], 'Cannot remove all parameters'],
      [['--set', 'lr=5..'], 'lr=5..'],
      [['--set', 'x=1..2', '--set', 'x=1..3'], 'Expected one parameter x; received two.'],
    ] as const) {
      const { code, stderr } = await refused(['space', 'net', ...argv])
      expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
    }
  })
})

describe('create, copy and delete', () => {
  it('declare a study', async () => {
    await run(
      'create',
      'new',
      '-p',
      'lr=log:1e-5..1e-1',
      '--maximize',
      'accuracy',
      '--minimize',
      'time',
      '--constraint',
      'memory<=16',
      '--constraint',
      'memory >= 1',
      '--seed',
      '7',
    )
    expect(await snapshot('new')).toMatchObject({
      directions: { accuracy: 'maximize', time: 'minimize' },
      constraints: { memory: { atMost: 16, atLeast: 1 } },
      seed: 7,
    })
    expect((await refused(['create', 'new'])).stderr).toContain('[ERR_STUDY_EXISTS]')
    await run('create', 'new', '--if-missing')
    for (const argv of [
      ['--constraint', 'memory'],
      ['--constraint', 'a<=1', '--constraint', 'a<=2'],
      ['--minimize', 'a', '--maximize', 'a'],
    ]) {
      expect((await refused(['create', 'other', ...argv])).code).toBe(2)
    }
  })

  it('keep the names of metrics, studies and keys that options have too', async () => {
    const { stderr } = await runIn(folder.path, [
      'create',
      'coresPerTrial',
      '-p',
      'x=0.0..1.0',
      '--minimize',
      'timeZone',
    ])
    expect(stderr).toContain('Created coresPerTrial: minimize timeZone.')
    const again = await refused(['create', 'coresPerTrial', '-p', 'x=0.0..1.0'])
    expect([again.code, again.stderr]).toEqual([2, expect.stringMatching(/coresPerTrial.*\[ERR_STUDY_EXISTS\]/)])
    writeFileSync(join(folder.path, 'wrong.yaml'), 'space: { x: 0.0..1.0 }\nmaxFailure: 3')
    const wrong = await refused(['create', 'wrong', 'wrong.yaml'])
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/Unknown key "maxFailure".*\bmaxFailures\b/)])
  })

  it('read a sweep file, over which options have priority', async () => {
    const lines = [
      'space: { lr: log:1e-5..1e-1, layers: 1..8 }',
      'maximize: acc',
      'command: node train.mjs',
      'sampler: random',
      'trials: 9',
      'tags: { project: mnist }',
      'enqueue: [{ lr: 0.01, layers: 2 }]',
    ]
    writeFileSync(join(folder.path, 'sweep.yaml'), lines.join('\n'))
    const { stderr } = await runIn(folder.path, ['create', 'swept', 'sweep.yaml'])
    expect(stderr).toContain('A run takes trials from the sweep file, not from the study.')
    expect(stderr).toContain('Created swept: maximize acc. Run it: sweetspot run sweep.yaml --study swept')
    expect(await snapshot('swept')).toMatchObject({
      directions: { acc: 'maximize' },
      counts: { waiting: 1 },
      attributes: { project: 'mnist', 'sweetspot.sampler': 'random', 'sweetspot.command': {} },
    })
    expect(await json('ask', 'swept')).toMatchObject({ params: { lr: 0.01, layers: 2 } })
    await run('create', 'narrowed', 'sweep.yaml', '-p', 'layers=1..2', '--minimize', 'loss')
    const narrowed = await snapshot('narrowed')
    expect(narrowed.directions).toEqual({ loss: 'minimize' })
    expect(narrowed.space.dimensions.map(({ parameter }) => parameter)).toMatchObject([{ low: 1e-5 }, { high: 2 }])
  })

  it.each([
    [
      'wandb',
      'method: random\nparameters: { x: { min: 0.0, max: 1.0 } }\nmetric: { name: loss, goal: minimize }',
      'loss',
    ],
    ['nni', '{"x": {"_type": "uniform", "_value": [0, 1]}}', 'value'],
    ['hydra', 'hydra: { sweeper: { params: { x: "interval(0, 1)" } } }', 'value'],
  ])('read a file of %s', async (tool, text, metric) => {
    writeFileSync(join(folder.path, 'foreign.yaml'), text)
    await run('create', tool, 'foreign.yaml')
    const { space, directions } = await snapshot(tool)
    expect([space.dimensions.map(({ name }) => name), Object.keys(directions)]).toEqual([['x'], [metric]])
  })

  it('name a sweep file that does not exist', async () => {
    const { code, stderr } = await refused(['create', 'new', 'swep.yaml'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('The sweep file swep.yaml does not exist.')])
  })

  it('copy within a storage and to another', async () => {
    await run('copy', 'net', 'net-2')
    await run('copy', 'net', 'net', '--to', 'old.db')
    expect((await snapshot('net-2')).counts.completed).toBe(3)
    expect(await json('best', 'net', '--storage', 'old.db')).toMatchObject({ number: 1 })
  })

  it('delete after a confirmation only', async () => {
    const unconfirmed = await refused(['delete', 'net'])
    expect([unconfirmed.code, unconfirmed.stderr]).toEqual([
      2,
      expect.stringContaining('[ERR_NOT_CONFIRMED]\n  Pass `--yes`'),
    ])
    const wrong = await refused(['delete', 'net'], { terminal: 80, typed: 'y\n' })
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/Type net to\s+confirm: /)])
    expect((await snapshot()).name).toBe('net')
    const right = await refused(['delete', 'net'], { terminal: 80, typed: 'net\n' })
    expect([right.code, right.stderr]).toEqual([0, expect.stringContaining('Deleted net with 5 trials.')])
    const files = trialsFolder(join(folder.path, 'sweetspot-trials'), await snapshot('front'))
    mkdirSync(files, { recursive: true })
    const { stderr } = await refused(['delete', 'front', '--yes'])
    expect(stderr).toContain(`The logs and files of its trials are still in ${files}.`)
    expect(await json('studies')).toEqual([])
  })
})

describe('export and import', () => {
  it.each(['json', 'jsonl', 'ndjson'])('%s holds the whole study', async (ending) => {
    await run('note', 'net', 'kept')
    await run('export', 'net', '-o', `net.${ending}`)
    expect(readdirSync(folder.path).filter((file) => file.includes('.partial'))).toEqual([])
    await run('import', `net.${ending}`, '--study', 'again')
    const [before, after] = [await snapshot(), await snapshot('again')]
    expect(spaceToJson(after.space)).toEqual(spaceToJson(before.space))
    expect(after.directions).toEqual(before.directions)
    expect(after.attributes).toEqual(before.attributes)
    expect([...after.trials]).toEqual([...before.trials])
  })

  it('keeps trials that do not fit an edited space', async () => {
    await run('space', 'net', '--set', 'lr=log:1e-3..1e-2')
    await run('export', 'net', '-o', 'net.json')
    const { code, stderr } = await refused(['import', 'net.json', '--study', 'again'])
    expect([code, stderr]).toEqual([0, 'Created again with 5 trials.\n'])
    expect((await snapshot('again')).counts).toMatchObject({ completed: 3, failed: 1 })
  })

  it('adds the trials of a file to the study of its name', async () => {
    await run('export', 'net', '-o', 'net.jsonl')
    const { code, stderr } = await refused(['import', 'net.jsonl'])
    expect([code, stderr]).toEqual([0, 'Added 5 trials to net.\n'])
    expect((await snapshot()).counts).toMatchObject({ completed: 6, failed: 2 })
  })

  it('csv holds the table of trials, and its rows can be added', async () => {
    const text = await run('export', 'net', 'csv')
    expect(text.split('\r\n')[0]).toBe(
      'number,state,values.loss,params.lr,params.layers,params.opt,attempt,startedAt,finishedAt,duration,reason,error',
    )
    writeFileSync(join(folder.path, 'net.csv'), text)
    await run('import', 'net.csv', '--study', 'net')
    const { counts, trials } = await snapshot()
    expect(counts).toMatchObject({ completed: 6, failed: 2, waiting: 1 })
    expect(trials.get(7)).toMatchObject({ state: 'failed', error: 'loss is NaN\nat step 3' })
  })

  it('reads the names of params and metrics as columns', async () => {
    writeFileSync(join(folder.path, 'rows.csv'), 'lr,params.layers,opt,loss\n0.02,3,sgd,0.7\n')
    await run('import', 'rows.csv', '--study', 'net')
    expect((await snapshot()).trials.get(5)).toMatchObject({
      params: { lr: 0.02, layers: 3, opt: 'sgd' },
      values: { loss: 0.7 },
    })
  })

  it('creates a study of a table whose directions are given', async () => {
    const table = 'params.lr,values.loss,values.f1\n0.1,2,0.3\n0.2,1,0.9\n'
    writeFileSync(join(folder.path, 'table.csv'), table)
    const argv = ['import', 'table.csv', '--study', 'table', '--minimize', 'loss', '--maximize', 'f1']
    const { code, stderr } = await refused(argv)
    expect([code, stderr]).toEqual([
      0,
      'The ranges of lr are those of the trials. Pass a space to declare them.\nCreated table with 2 trials.\n',
    ])
    expect((await snapshot('table')).directions).toEqual({ loss: 'minimize', f1: 'maximize' })
    expect(await refused(['import', 'table.csv', '--study', 'tabel'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('Did you mean "table"?'),
    })
  })

  it('writes Parquet, which can be imported, and says what is left out', async () => {
    const { code, stderr } = await refused(['export', 'net', '-o', 'net.parquet'])
    expect([code, stderr]).toEqual([
      0,
      'The intermediate values of 1 trial are left out; JSON and JSON Lines have them.\nWrote net.parquet.\n',
    ])
    await run('import', 'net.parquet', '--study', 'again')
    expect((await snapshot('again')).best).toMatchObject({ number: 1, values: { loss: 0.25 } })
  })

  it.each([
    ['net.log', '{"op_code":0'],
    ['net.db', 'SQLite format 3\0'],
  ])('writes %s for Optuna, and recognises it by its content', async (file, start) => {
    await run('export', 'net', 'optuna', '-o', file)
    expect(readFileSync(join(folder.path, file), 'latin1').startsWith(start)).toBe(true)
    // Not even a misleading ending matters.
    renameSync(join(folder.path, file), join(folder.path, 'net.json'))
    await run('import', 'net.json', '--source', 'net', '--study', 'again')
    expect((await snapshot('again')).best).toMatchObject({ values: { loss: 0.25 } })
    expect((await refused(['import', 'net.json'])).stderr).toContain('[ERR_STUDY_EXISTS]')
  })

  it('reads times of Optuna 4.x in the zone of --time-zone', async () => {
    const lines = [
      { op_code: 0, study_name: 's', directions: [1] },
      { op_code: 4, study_id: 0, datetime_start: '2024-06-07T17:27:27.682770', state: 0 },
    ]
    const text = lines.map((line) => `${JSON.stringify({ worker_id: 'w', ...line })}\n`).join('')
    writeFileSync(join(folder.path, 'optuna.log'), text)
    for (const [study, argv, time] of [
      ['utc', [], Date.UTC(2024, 5, 7, 17, 27, 27, 682)],
      ['local', ['--time-zone', 'local'], new Date(2024, 5, 7, 17, 27, 27, 682).getTime()],
    ] as const) {
      await run('import', 'optuna.log', 'optuna', '--study', study, ...argv)
      expect((await snapshot(study)).trials.get(0)).toMatchObject({ startedAt: time })
    }
    expect((await refused(['import', 'optuna.log', 'optuna', '--time-zone', 'cet'])).stderr).toContain(
      'one of utc, local',
    )
    expect((await refused(['import', 'rows.csv', 'csv', '--time-zone', 'utc'])).stderr).toContain(
      'The format csv has no option --time-zone.',
    )
  })

  it('asks for options of the command line, not of the library', async () => {
    writeFileSync(join(folder.path, 'bare.json'), '[{"params": {"x": 1}, "values": {"loss": 2}}]')
    for (const [argv, message] of [
      [['import', 'bare.json', '--study', 'new'], 'Expected --minimize METRIC or --maximize METRIC, since the file'],
      [['import', 'all.log', '--study', 'new'], 'Expected --source with the study of the file to import as "new".'],
      [['tell', 'front', '2', 'loss=1'], 'Expected a value of size; received none.'],
      [['export', 'net', 'mlflow', '--uri', 'nowhere'], 'Expected --uri, or '],
    ] as const) {
      if (argv[1] === 'all.log') {
        await run('export', 'net', 'optuna', '-o', 'net.log')
        await run('export', 'front', 'optuna', '-o', 'front.log')
        const front = readFileSync(join(folder.path, 'front.log'), 'utf8').replaceAll('"study_id":0', '"study_id":1')
        writeFileSync(join(folder.path, 'all.log'), readFileSync(join(folder.path, 'net.log'), 'utf8') + front)
      }
      const { stderr } = await refused(argv)
      expect(stderr).toContain(message)
      expect(stderr).not.toMatch(/Pass a value of the documented type/)
    }
  })

  it('escapes formulas of CSV, and reads them back', async () => {
    await run('create', 'odd', '-p', 'x==2+3', '-p', "y='=1+1',b", '--minimize', 'loss')
    await run('enqueue', 'odd', 'y==1+1')
    await run('ask', 'odd')
    await run('tell', 'odd', '0', '0.5')
    await run('export', 'odd', '-o', 'odd.csv', '--escape-formulas')
    expect(readFileSync(join(folder.path, 'odd.csv'), 'utf8')).toContain("'=1+1")
    expect(await run('export', 'odd', 'csv')).not.toContain("'=1+1")
    await run('import', 'odd.csv', '--study', 'again', '--minimize', 'loss', '--escape-formulas')
    expect((await snapshot('again')).best?.params).toMatchObject({ y: '=1+1' })
    expect((await refused(['export', 'odd', 'json', '--escape-formulas'])).stderr).toContain(
      'The format json has no option --escape-formulas. It has --output, --yes.',
    )
  })

  it('writes a folder for TensorBoard', async () => {
    await run('export', 'net', 'tensorboard', '-o', 'runs')
    expect(readdirSync(join(folder.path, 'runs'))).toContain('trial-0001')
    expect(await refused(['export', 'net', 'tensorboard', '-o', 'runs', '--yes'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('runs exists already. [ERR_FILE_EXISTS]'),
    })
  })

  it('sends runs to an MLflow server, with the token of the environment', async () => {
    const tokens = new Set<string | undefined>()
    const answers = [
      ['get-by-name', '{"experiment":{"experiment_id":"7","lifecycle_stage":"active"}}'],
      ['runs/create', '{"run":{"info":{"run_id":"abc"}}}'],
    ] as const
    const server = createServer((request, response) => {
      tokens.add(request.headers.authorization)
      if (request.headers.authorization === undefined) response.statusCode = 401
      response.end(answers.find(([path]) => request.url?.includes(path))?.[1] ?? '{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const argv = ['export', 'net', 'mlflow', '--uri', uri]
      const { code, stderr } = await refused(argv, { env: { MLFLOW_TRACKING_TOKEN: 'secret' } })
      expect([code, stderr]).toEqual([0, 'Sent 5 trials of net to mlflow.\n'])
      expect([...tokens]).toEqual(['Bearer secret'])
      const unnamed = await refused(argv)
      expect([unnamed.code, unnamed.stderr]).toEqual([6, expect.stringContaining('[ERR_SERVER]')])
    } finally {
      server.close()
    }
  })

  it('imports a project of KerasTuner', async () => {
    kerasProject(join(folder.path, 'project'))
    await run('import', 'project')
    expect((await snapshot('project')).trials.next).toBe(1)
    await run('import', 'project', '--study', 'other', '--maximize', 'score')
    expect((await snapshot('other')).directions).toEqual({ score: 'maximize' })
  })

  it('replaces a file only with a confirmation, and never the storage', async () => {
    writeFileSync(join(folder.path, 'net.csv'), 'old')
    const argv = ['export', 'net', '-o', 'net.csv']
    expect(await refused(argv)).toMatchObject({ code: 2, stderr: expect.stringContaining('[ERR_NOT_CONFIRMED]') })
    expect(readFileSync(join(folder.path, 'net.csv'), 'utf8')).toBe('old')
    expect((await refused(argv, { terminal: 80, typed: 'y\n' })).code).toBe(0)
    await run(...argv, '--yes')
    expect(readFileSync(join(folder.path, 'net.csv'), 'utf8')).toContain('params.lr')
    expect(readdirSync(folder.path).filter((file) => file.startsWith('net.csv'))).toEqual(['net.csv'])
    const storage = await refused(['export', 'net', 'csv', '-o', 'sweetspot.db', '--yes'])
    expect([storage.code, storage.stderr]).toEqual([2, expect.stringContaining('names the storage itself')])
    expect((await snapshot()).name).toBe('net')
  })

  it.each([
    ['rows.csv', 'lr,loss\n1e-3,0.1\nfast,0.2\n', /Line 3 of .*rows\.csv: .*\blr\b/],
    ['rows.csv', 'lr,loss\n1e-3\n', /Line 2 of .*rows\.csv: /],
    ['rows.csv', 'lr,loss\n1e-3,1,2\n', /Line 2 of .*rows\.csv: Expected at most 2 cells; received 3\./],
    ['rows.csv', 'lr,los\n1e-3,1\n', /Unknown column "los"/],
    ['s.json', '{"format":"sweetspot-trials"', /s\.json: Expected a JSON object/],
    ['s.json', '{"format":"other"}', /Expected .*s\.json to have a list of trials/],
    ['s.jsonl', '{"params":{"lr":0.1,"layers":1,"opt":"sgd"},"values":{"loss":1}}\n{oops\n', /Line 2 of .*s\.jsonl: /],
  ])('%s with %j is refused with its line', async (file, text, message) => {
    writeFileSync(join(folder.path, file), text)
    const { code, stderr } = await refused(['import', file, '--study', 'net'])
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
    expect((await snapshot()).trials.next).toBe(5)
  })

  it('leaves no study behind if its trials are invalid', async () => {
    const text = await run('export', 'net', 'jsonl')
    const invalid = text.replace('"name":"net"', '"name":"a"').replace('"loss":0.29', '"loss":"low"')
    writeFileSync(join(folder.path, 'a.jsonl'), invalid)
    expect((await refused(['import', 'a.jsonl'])).code).toBe(2)
    expect(await json('studies')).toHaveLength(2)
  })

  it.each([
    [['import', 'missing.json'], 3, 'ERR_FILE_NOT_FOUND'],
    [['import', 'missing.json', 'json'], 3, 'ERR_FILE_NOT_FOUND'],
    [['import', '.'], 2, 'ERR_USAGE'],
    [['import', 'rows.csv', 'csv'], 2, 'ERR_USAGE'],
    [['import', 'rows.csv', 'csv', '--study', 'net', '--source', 'a'], 2, 'ERR_USAGE'],
    [['export', 'net'], 2, 'ERR_USAGE'],
    [['export', 'net', '-o', 'net.txt'], 2, 'ERR_USAGE'],
    [['export', 'net', 'parquet'], 2, 'ERR_USAGE'],
    [['export', 'net', 'csv', '--uri', 'http://localhost'], 2, 'ERR_USAGE'],
    [['export', 'net', 'mlflow', '-o', 'a'], 2, 'ERR_USAGE'],
    [['export', 'net', 'mlflow', '--uri', 'nowhere'], 2, 'ERR_INVALID_ARGUMENT'],
    [['export', 'net', '-o', 'no/folder.csv'], 2, 'ERR_FILE_ACCESS'],
    [['export', 'nte', 'csv'], 3, 'ERR_STUDY_NOT_FOUND'],
  ])('%j exits with %i and %s', async (argv, code, error) => {
    const result = await refused(argv)
    expect([result.code, result.stderr]).toEqual([code, expect.stringContaining(`[${error}]`)])
  })
})

describe('best --as', () => {
  it('prints params for other programs, quoted', async () => {
    await run('create', 'odd', '-p', `name=x y,$(id)`, '-p', 'x=0.0..1.0')
    await run('enqueue', 'odd', 'name=$(id)', 'x=1e-7')
    await run('ask', 'odd', '--sampler', 'random')
    await run('tell', 'odd', '0', '1')
    expect(await run('best', 'odd', '--as', 'args')).toBe(`'--name=$(id)' --x=1e-7\n`)
    expect(await run('best', 'odd', '--as', 'env')).toBe(`SWEETSPOT_PARAM_NAME='$(id)'\nSWEETSPOT_PARAM_X=1e-7\n`)
    expect(JSON.parse(await run('best', 'odd', '--as', 'json'))).toEqual({ name: '$(id)', x: 1e-7 })
    const { code, stderr } = await refused(['best', 'front', '--as', 'args'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('[ERR_MULTIPLE_OBJECTIVES]')])
  })
})

describe('logs', () => {
  const write = async (number: number, text: string) => {
    const path = trialFolder(join(folder.path, 'sweetspot-trials'), await snapshot(), number)
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, 'log.txt'), text)
    return join(path, 'log.txt')
  }

  it('prints the log, or its end', async () => {
    await write(1, 'one\ntwo\nthree\n')
    expect(await run('logs', 'net', '1')).toBe('one\ntwo\nthree\n')
    expect(await run('logs', 'net', '1', '--lines', '2')).toBe('two\nthree\n')
    expect(await run('logs', 'net', '1', '-n', '0')).toBe('')
    const { code, stderr } = await refused(['logs', 'net', '0'])
    expect([code, stderr]).toEqual([3, expect.stringContaining('[ERR_LOG_NOT_FOUND]')])
  })

  it('follows a log until its trial ends', async () => {
    const path = await write(4, 'epoch 1 é\n')
    const following = run('logs', 'net', '4', '--follow')
    appendFileSync(path, 'epoch 2\n')
    await run('tell', 'net', '4', '0.3')
    expect(await following).toBe('epoch 1 é\nepoch 2\n')
  })

  it('ends with the exit code of the signal', async () => {
    await write(4, 'epoch 1\n')
    const { code, stdout } = await refused(['logs', 'net', '4', '-f'], { interrupted: AbortSignal.abort(143) })
    expect([code, stdout]).toEqual([143, 'epoch 1\n'])
  })
})

describe('plot', () => {
  it.each(['history', 'parallel', 'slice', 'intermediate', 'edf', 'duration', 'timeline'])('draws %s', async (kind) => {
    expect(await run('plot', 'net', kind)).toMatch(/^<svg[\s\S]*<\/svg>\s*$/)
  })

  it('draws a surrogate of one parameter, at a size', async () => {
    const svg = await run('plot', 'net', 'surrogate', '--parameter', 'lr', '--width', '600', '--height', '300')
    expect(svg).toContain('600')
    expect((await refused(['plot', 'net', 'surrogate'])).code).toBe(2)
    expect((await refused(['plot', 'net', 'histry'])).stderr).toContain('Did you mean history?')
    await run('plot', 'net', 'slice', '-o', 'slice.svg')
    expect(readFileSync(join(folder.path, 'slice.svg'), 'utf8')).toMatch(/^<svg/)
  })
})

describe('trials', () => {
  it('says that none of them fits, in words that agree with their number', async () => {
    await run('create', 'solo', '-p', 'x=1..2', '--sampler', 'random')
    const said = async () => (await refused(['trials', 'solo', '--where', 'value > 0', '--format', 'table'])).stderr
    await run('ask', 'solo')
    expect(await said()).toContain('The only trial of solo does not fit.')
    await run('ask', 'solo')
    expect(await said()).toContain('None of the 2 trials of solo fits.')
  })
})

describe('doctor', () => {
  it('finds nothing wrong, and backs up while a study is open', async () => {
    const findings = (await json('doctor')) as { state: string; check: string }[]
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([])
    expect(findings.map(({ check }) => check)).toEqual(
      ['node', 'folder', 'file', 'size', 'disk', 'storage', 'front', 'net', 'lock'].toSorted(
        (a, b) => findings.findIndex(({ check }) => check === a) - findings.findIndex(({ check }) => check === b),
      ),
    )
    await using other = await openStudy({ name: 'net', storage: `sqlite:${join(folder.path, 'sweetspot.db')}` })
    await other.pause()
    await run('doctor', '--backup', 'backup.db')
    expect(await json('show', 'net', '--storage', 'backup.db')).toMatchObject({
      status: 'paused',
      counts: { completed: 3 },
    })
    expect((await refused(['doctor', '--backup', 'backup.db'])).stderr).toContain('[ERR_FILE_EXISTS]')
    expect((await json('doctor', '--storage', 'backup.db')) as object[]).not.toContainEqual(
      expect.objectContaining({ state: 'fault' }),
    )
  })

  it('says that another process is writing', async () => {
    const writing = new Database(join(folder.path, 'sweetspot.db'))
    writing.exec('begin immediate')
    try {
      expect(await json('doctor')).toContainEqual(expect.objectContaining({ check: 'lock', state: 'warning' }))
    } finally {
      writing.close()
    }
  })

  it('explains a damaged file, and saves what can be read', async () => {
    const path = join(folder.path, 'sweetspot.db')
    const bytes = readFileSync(path)
    bytes.set(Buffer.from('{"type":"trial-broken"'), bytes.indexOf('{"type":"trial-added"', bytes.length / 3))
    writeFileSync(path, bytes)
    const { code, stdout } = await refused(['doctor'])
    expect([code, stdout]).toEqual([4, expect.stringContaining('sweetspot doctor --salvage saved.db')])
    const salvaged = (await json('doctor', '--salvage', 'saved.db')) as { study: string; lost: number }[]
    expect(salvaged.map(({ study }) => study).toSorted()).toEqual(['front', 'net'])
    expect(salvaged.some(({ lost }) => lost > 0)).toBe(true)
    expect((await json('studies', '--storage', 'saved.db')) as object[]).toHaveLength(2)
  })

  it('checks the events before a checkpoint, too, and says what the checkpoint still has', async () => {
    const path = join(folder.path, 'sweetspot.db')
    const storage = openStorage(`sqlite:${path}`)
    const id = (await storage.find('net')) ?? ''
    const note = { type: 'study-annotated', attributes: { note: 'many' }, at: 1 } as const
    await storage.append(
      id,
      Array.from({ length: 10_000 }, () => note),
      'any',
    )
    await storage.close()
    await run('note', 'net', 'the next write after 10,000 events')
    expect(await json('doctor')).toContainEqual(expect.objectContaining({ check: 'net', state: 'ok' }))
    const database = new Database(path)
    expect(database.prepare('select count(*) from checkpoints').pluck().get()).toBe(1)
    database.exec(`update events set body = replace(body, 'many', 'none') where study = ${id} and position = 5000`)
    database.close()
    // Opening does not read the event.
    expect(await json('show', 'net')).toMatchObject({ counts: { completed: 3 } })
    const { code, stdout } = await refused(['doctor', '--format', 'json'])
    expect(code).toBe(4)
    const findings = (JSON.parse(stdout) as { check: string; says: string; state: string }[]).filter(
      ({ check }) => check === 'net',
    )
    expect(findings.map(({ state }) => state)).toEqual(['fault', 'warning'])
    expect(findings[0]?.says).toContain('Event 5000 of')
    expect(findings[1]?.says).toContain('sweetspot export net -o saved.json')
    await run('export', 'net', '-o', 'saved.json')
  })
})
