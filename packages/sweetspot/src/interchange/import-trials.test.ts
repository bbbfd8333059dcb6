import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import {
  createStudy,
  float,
  int,
  memoryStorage,
  randomSampler,
  readStudy,
  SweetspotError,
  space,
} from '@sweetspot/core'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { exportTrials } from './export-trials.ts'
import { importTrials } from './import-trials.ts'
import type { ImportTrialsOptions } from './trials/import-options.ts'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-trials-'))

function fileOf(text: string, name: string): string {
  const path = join(mkdtempSync(join(folder, 'file-')), name)
  writeFileSync(path, text)
  return path
}

const loss = { loss: 'minimize' } as const

async function imported(text: string, name: string, options: Partial<ImportTrialsOptions> = {}) {
  const to = memoryStorage()
  const result = await importTrials({ from: fileOf(text, name), to, study: 'new', directions: loss, ...options })
  return { result, snapshot: await readStudy(to, 'new') }
}

describe('importTrials of CSV', () => {
  it('finds the types and ranges of params without a space', async () => {
    const text =
      '\uFEFFparams.x,params.n,params.kind,params.list,values.loss,attributes.host,attributes.note\n' +
      '0.5,3,adam,"[1,2]",1e-3,a,""\n,4,true,null,inf,,\n\n1.5,9,sgd,"{""a"":1}",2,7,"x, ""y""\nz"'
    const { result, snapshot } = await imported(text, 'a.csv')
    expect(result.notices).toEqual([expect.stringContaining('x, n, kind, list are those of the trials')])
    expect(Object.fromEntries(snapshot.space.dimensions.map((each) => [each.name, each.parameter]))).toMatchObject({
      x: { kind: 'float', low: 0.5, high: 1.5 },
      n: { kind: 'int', low: 3, high: 9 },
      kind: { kind: 'choice', values: ['adam', true, 'sgd'] },
    })
    expect([...snapshot.trials].map(({ params, state, attributes }) => [params, state, attributes])).toEqual([
      [{ x: 0.5, n: 3, kind: 'adam', list: [1, 2] }, 'completed', { host: 'a', note: '' }],
      [{ n: 4, kind: true, list: null }, 'failed', {}],
      [{ x: 1.5, n: 9, kind: 'sgd', list: { a: 1 } }, 'completed', { host: 7, note: 'x, "y"\nz' }],
    ])
  })

  it.each([
    ['params.x,values.loss\n1,2\n\n"a\nb",3\n4,?\n', 'ERR_INVALID_ARGUMENT', 'Line 6'],
    ['params.x,values.loss\n1,2,3\n', 'ERR_INVALID_ARGUMENT', 'at most 2 cells'],
    ['params.x,params.x,values.loss\n', 'ERR_INVALID_ARGUMENT', 'two columns'],
    ['lr,loss\n1,2\n', 'ERR_INVALID_ARGUMENT', 'Unknown column "lr"'],
    ['params.__proto__,values.loss\n1,2\n', 'ERR_INVALID_ARGUMENT', '__proto__'],
    ['params.x,values.loss\n1,"2\n', 'ERR_INVALID_ARGUMENT', 'line 2 of the CSV file has a quote that is never closed'],
    ['params.x,values.loss\n1,"2"3\n', 'ERR_INVALID_ARGUMENT', 'after the closing quote'],
    ['params.x,values.loss\n1,2\n9,3\n', 'ERR_INVALID_PARAMS', 'Line 3', { space: space({ x: float(0, 5) }) }],
    ['params.x,values.acc\n1,2\n', 'ERR_UNKNOWN_METRIC', 'Line 2'],
    ['', 'ERR_INVALID_ARGUMENT', 'names of its columns'],
    ['params.x,values.loss\n1,2\n', 'ERR_INVALID_ARGUMENT', 'values.loss', { directions: undefined }],
  ])('rejects %j', async (text, code, message, options: object = {}) => {
    const to = memoryStorage()
    const from = fileOf(text, 'a.csv')
    const given = Object.fromEntries(
      Object.entries({ from, to, study: 'new', directions: loss, ...options }).filter(
        ([, value]) => value !== undefined,
      ),
    )
    const failure = importTrials(given as unknown as ImportTrialsOptions)
    await expect(failure).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
    expect(await to.list()).toEqual([])
  })
})

describe('importTrials of JSON', () => {
  it.each([
    ['a.jsonl', '{"params":{"x":1},"values":{"loss":2}}\n\n{"params":{"x":3},"state":"failed","error":"boom"}'],
    ['a.json', '[{"params":{"x":1},"values":{"loss":2}},{"params":{"x":3},"state":"failed","error":"boom"}]'],
    ['a.json', '{"trials":[{"params":{"x":1},"value":2},{"params":{"x":3},"state":"failed","error":"boom"}]}'],
  ])('reads plain objects from %s', async (name, text) => {
    const { snapshot } = await imported(text, name)
    expect([...snapshot.trials]).toMatchObject([
      { params: { x: 1 }, values: { loss: 2 } },
      { params: { x: 3 }, state: 'failed', error: 'boom' },
    ])
  })

  const header =
    '{"format":"sweetspot-trials","version":1,"study":{"name":"s","directions":{"loss":"minimize"},"constraints":{},"space":null,"seed":1,"attributes":{},"status":"active","createdAt":1}}'
  const record =
    '{"number":0,"state":"completed","params":{"x":1},"attempt":1,"attributes":{},"measurements":[],"createdAt":1,"startedAt":1,"finishedAt":2,"values":{"loss":1}}'

  it('accepts a header and a record', async () => {
    const to = memoryStorage()
    const from = fileOf(`${header}\n${record}\n`, 'a.jsonl')
    expect(await importTrials({ from, to })).toEqual({ name: 's', trialCount: 1, notices: [] })
  })

  it.each([
    ['{"params":', 'ERR_INVALID_JSON', 'Line 2'],
    ['[1]', 'ERR_INVALID_JSON', 'Line 2'],
    [record.replace('"number":0', '"number":-1'), 'ERR_INVALID_JSON', 'number'],
    [record.replace('"number":0', '"number":9e12'), 'ERR_INVALID_ARGUMENT', 'deleted trials'],
    [record.replace('"attempt":1', '"attempt":9e12'), 'ERR_INVALID_JSON', 'attempt'],
    [`${record}\n${record}`, 'ERR_INVALID_ARGUMENT', 'Line 3'],
    [record.replace('{"loss":1}', '{"loss":{"$number":"NaN"}}'), 'ERR_INVALID_JSON', 'no finite value of loss'],
    [record.replace('{"x":1}', '{"__proto__":1}'), 'ERR_INVALID_JSON', '__proto__'],
    [record.replace('{"x":1}', `{"x":${'['.repeat(60)}${']'.repeat(60)}}`), 'ERR_INVALID_JSON', 'deeply'],
    [record.replace('{"x":1}', `{"x":${'['.repeat(1e5)}${']'.repeat(1e5)}}`), 'ERR_INVALID_JSON', 'Line 2'],
    [record.replace('{"x":1}', '{"x":"\\ud800"}'), 'ERR_INVALID_JSON', 'Unicode'],
    [record.replace('"attempt":1', '"attempt":1,"other":1'), 'ERR_INVALID_JSON', 'other'],
    [record.replace('"state":"completed"', '"state":"done"'), 'ERR_INVALID_JSON', 'state'],
  ])('rejects the line %.60j', async (line, code, message) => {
    const to = memoryStorage()
    const failure = importTrials({ from: fileOf(`${header}\n${line}\n`, 'a.jsonl'), to })
    await expect(failure).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
    expect(await to.list()).toEqual([])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it.each([
    [header.replace('"version":1', '"version":2'), 'ERR_UNSUPPORTED_VERSION'],
    [header.replace('"minimize"', '"down"'), 'ERR_INVALID_ARGUMENT'],
    [header.replace('"space":null', '"space":{}'), 'ERR_INVALID_JSON'],
    [header.replace('"seed":1', '"seed":"1"'), 'ERR_INVALID_JSON'],
  ])('rejects the header %j', async (text, code) => {
    await expect(
      importTrials({ from: fileOf(`${text}\n${record}\n`, 'a.jsonl'), to: memoryStorage() }),
    ).rejects.toMatchObject({ code })
  })
})

describe('importTrials', () => {
  it('adds trials to an existing study only if asked, and all of them or none', async () => {
    const to = memoryStorage()
    const search = space({ x: float(0, 5), n: int(0, 9) })
    const options = { sampler: randomSampler(), seed: 1, directions: loss, space: search }
    const study = await createStudy({ name: 'net', storage: to, ...options })
    await study.optimize(({ params: { x } }) => x, { trials: 3 })
    await study.close()
    const from = join(folder, 'net.parquet')
    await exportTrials({ from: to, to: from })
    await expect(importTrials({ from, to })).rejects.toMatchObject({ code: 'ERR_STUDY_EXISTS' })
    await expect(importTrials({ from, to, loadIfExists: true, directions: loss })).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    })
    expect(await importTrials({ from, to, loadIfExists: true })).toMatchObject({ name: 'net', trialCount: 3 })
    const bad = fileOf('params.x,params.n,values.loss\n1,1,1\n6,1,1\n', 'bad.csv')
    await expect(importTrials({ from: bad, to, study: 'net', loadIfExists: true })).rejects.toThrow('Line 3')
    const trials = [...(await readStudy(to, 'net')).trials]
    expect(trials.map(({ params }) => params)).toEqual([...study.trials, ...study.trials].map(({ params }) => params))
  })

  it('adds no parameter to a study if the trials are refused', async () => {
    const to = memoryStorage()
    const options = { to, study: 'net', directions: loss } as const
    await importTrials({ ...options, from: fileOf('params.a,values.loss\n1,2\n2,3\n', 'a.csv') })
    const bad = fileOf('params.a,params.b,values.loss,state\n1,5,2,bogus\n', 'odd.csv')
    await expect(importTrials({ from: bad, to, study: 'net', loadIfExists: true })).rejects.toThrow('Line 2')
    const { space: known } = await readStudy(to, 'net')
    expect(known.dimensions.map(({ name }) => name)).toEqual(['a'])
    const good = fileOf('params.a,params.b,values.loss\n1,5,2\n', 'good.csv')
    const { notices } = await importTrials({ from: good, to, study: 'net', loadIfExists: true })
    expect(notices).toEqual([expect.stringContaining('The ranges of b')])
  })

  it.each([
    ['GZIP', gzipSync],
    ['BROTLI', brotliCompressSync],
    ['ZSTD', zstdCompressSync],
  ] as const)('reads Parquet with the compression %s', async (codec, compress) => {
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'params.x', data: [0.25, 0.5], type: 'DOUBLE' },
        { name: 'values.loss', data: [2, 3], type: 'DOUBLE' },
      ],
      codec,
      compressors: { [codec]: (page: Uint8Array) => new Uint8Array(compress(page)) },
    })
    const from = join(folder, `${codec}.parquet`)
    writeFileSync(from, new Uint8Array(bytes))
    const to = memoryStorage()
    await importTrials({ from, to, study: 'net', directions: loss })
    expect([...(await readStudy(to, 'net')).trials].map(({ params }) => params)).toEqual([{ x: 0.25 }, { x: 0.5 }])
  })

  it('says which compression of Parquet it does not read', async () => {
    const columnData = [{ name: 'values.loss', data: [2, 3], type: 'DOUBLE' as const }]
    const bytes = parquetWriteBuffer({ columnData, codec: 'LZ4', compressors: { LZ4: (page: Uint8Array) => page } })
    const from = join(folder, 'lz4.parquet')
    writeFileSync(from, new Uint8Array(bytes))
    await expect(importTrials({ from, to: memoryStorage(), study: 'net', directions: loss })).rejects.toMatchObject({
      code: 'ERR_INVALID_FILE',
      message: expect.stringContaining(
        'compressed by LZ4, which is not supported; this version of Node reads uncompressed, snappy, gzip, brotli',
      ),
    })
  })

  it('queues trials that a process was running', async () => {
    const from = memoryStorage()
    const options = { sampler: randomSampler(), directions: loss, space: space({ x: float(0, 5) }) }
    const study = await createStudy({ name: 'net', storage: from, ...options })
    await study.ask()
    await study.ask({ detached: true })
    const to = memoryStorage()
    const path = join(folder, 'running.jsonl')
    await exportTrials({ from, to: path })
    expect((await importTrials({ from: path, to })).notices).toEqual([expect.stringContaining('Trials 0 were running')])
    expect([...(await readStudy(to, 'net')).trials].map(({ state }) => state)).toEqual(['waiting', 'running'])
    await study.close()
  })

  it('takes names that the study knows as columns', async () => {
    const to = memoryStorage()
    const search = space({ lr: float(0, 1), error: float(0, 9) })
    const directions = { loss: 'minimize', duration: 'minimize' } as const
    const constraints = { memory: { atMost: 8 } }
    const from = fileOf('lr,params.error,loss,values.duration,memory,duration,error\n0.5,3,1,20,2,99,\n', 'names.csv')
    await importTrials({ from, to, study: 'new', directions, constraints, space: search })
    const [trial] = (await readStudy(to, 'new')).trials
    expect(trial).toMatchObject({ params: { lr: 0.5, error: 3 }, values: { loss: 1, duration: 20, memory: 2 } })
    const short = fileOf('lr,error,loss,duration,memory\n0.5,3,1,20,2\n', 'short.csv')
    await importTrials({ from: short, to, study: 'new', loadIfExists: true })
    const [, second] = (await readStudy(to, 'new')).trials
    expect(second).toMatchObject({ params: { lr: 0.5, error: 3 }, values: { loss: 1, duration: 20, memory: 2 } })
    const unknown = fileOf('lr,error,los\n0.5,3,1\n', 'unknown.csv')
    await expect(importTrials({ from: unknown, to, study: 'new', loadIfExists: true })).rejects.toThrow(
      'Unknown column "los"',
    )
  })

  it('gives one advice, one code and one period in an error with a line', async () => {
    const from = fileOf('params.x,values.loss\n1,low\n', 'low.csv')
    await expect(importTrials({ from, to: memoryStorage(), study: 'new', directions: loss })).rejects.toThrow(
      new SweetspotError(
        'ERR_INVALID_ARGUMENT',
        `Line 2 of ${from}: Expected values.loss to be a number; received "low".`,
      ),
    )
  })

  it.each([
    [{ from: join(folder, 'none.csv') }, 'ERR_FILE_NOT_FOUND'],
    [{ from: join(folder, 'none.json') }, 'ERR_FILE_NOT_FOUND'],
    [{ from: join(folder, 'none.parquet') }, 'ERR_FILE_NOT_FOUND'],
    [{ from: join(folder, 'none.txt') }, 'ERR_INVALID_ARGUMENT'],
    [{ from: fileOf('PAR1 no', 'x.parquet') }, 'ERR_INVALID_FILE'],
    [{ from: fileOf('params.x,values.loss\n', 'x.csv'), study: undefined as never }, 'ERR_INVALID_ARGUMENT'],
  ])('rejects %o', async (options, code) => {
    const given = { to: memoryStorage(), study: 'new', directions: loss, ...options }
    await expect(importTrials(given)).rejects.toMatchObject({ code })
  })
})
