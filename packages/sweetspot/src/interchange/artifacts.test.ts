import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createStudy, float, memoryStorage, type Params, randomSampler, readStudy, space } from '@sweetspot/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { createStudy as createProductStudy } from '../create-study.ts'
import { deleteStudy, listStudies } from '../stored-studies.ts'
import { deleteArtifacts, listArtifacts, pruneArtifacts, saveArtifact } from './artifacts.ts'

let parent: string
let folder: string

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'sweetspot-artifacts-'))
  folder = join(parent, 'artifacts')
})

const bytes = (text: string) => new TextEncoder().encode(text)

const filesIn = (path: string) =>
  existsSync(path)
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((each) => !each.isDirectory())
        .map(({ name }) => name)
        .toSorted()
    : []

async function studied(trials = 4, more: object = {}) {
  const storage = memoryStorage()
  const study = await createStudy<Params, string, string>({
    name: '../net',
    storage,
    sampler: randomSampler(),
    space: space({ x: float(0, 1) }),
    directions: { loss: 'minimize' },
    ...more,
  })
  for (let loss = 0; loss < trials; loss += 1) await study.tell(await study.ask(), { loss: Math.abs(loss - 1.2) })
  return { study, storage }
}

/** Names that lead elsewhere, or that are another file on another system. */
function traps(): string[] {
  const ups = [
    '..',
    '../',
    '..\\',
    '%2e%2e',
    '%2e%2e%2f',
    '%252e%252e%252f',
    '..%c0%af',
    '..;',
    '....//',
    '\u2024\u2024/',
    '．．/',
  ]
  const ends = ['', 'x', 'etc/passwd', 'a/b', '\0.png', '..', '%00']
  const starts = ['', '/', 'C:\\', '\\\\host\\', 'file://', '~/', './', 'a/', 'a\\', '-']
  const odd = [
    '',
    ' ',
    '.',
    '.hidden',
    'x.',
    'x ',
    ' x',
    'x\n',
    'x\0',
    'x:y',
    'x|y',
    'x*',
    'x?',
    '"x"',
    '<x>',
    'x;y',
    'a/b',
    'a\\b',
    'é',
    'x\u202egpj',
    'ｘ',
    '$HOME',
    '`id`',
    'x'.repeat(129),
  ]
  const devices = ['CON', 'con.txt', 'Nul', 'aux.tar.gz', 'PRN.', 'com1', 'LPT9.log']
  return [
    ...odd,
    ...devices,
    ...starts.flatMap((start) => ups.flatMap((up) => ends.map((end) => `${start}${up}${end}`))),
  ]
}

describe('saveArtifact', () => {
  it('writes bytes and copies files, and records them with the trial', async () => {
    const { study, storage } = await studied()
    const source = join(parent, 'model.bin')
    writeFileSync(source, 'weights')
    const saved = await saveArtifact({ study, folder, trial: 1, name: 'model.bin', content: source })
    await saveArtifact({ study, folder, trial: 1, name: 'log.txt', content: bytes('one') })
    await saveArtifact({ study, folder, trial: 1, name: 'log.txt', content: bytes('three') })
    expect(saved).toMatchObject({ trial: 1, name: 'model.bin', size: 7, exists: true })
    expect(readFileSync(saved.path, 'utf8')).toBe('weights')
    expect(saved.path.startsWith(`${folder}/___net-`)).toBe(true)
    const snapshot = await readStudy(storage, '../net')
    expect(snapshot.trials.get(1)?.attributes).toEqual({
      'artifact:model.bin': { size: 7, sha256: createHash('sha256').update('weights').digest('hex') },
      'artifact:log.txt': { size: 5, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    const listed = await listArtifacts({ study: snapshot, folder, trial: 1 })
    expect(listed.map(({ name, size, exists }) => [name, size, exists])).toEqual([
      ['model.bin', 7, true],
      ['log.txt', 5, true],
    ])
    expect(await listArtifacts({ study, folder, trial: 0 })).toEqual([])
    expect(filesIn(folder)).toEqual(['log.txt', 'model.bin'])
  })

  it('refuses every name that leads elsewhere, and writes nothing', async () => {
    const { study } = await studied()
    const names = traps()
    expect(names.length).toBeGreaterThan(500)
    for (const name of names) {
      const failure = saveArtifact({ study, folder, trial: 0, name, content: bytes('x') })
      await expect(failure, JSON.stringify(name)).rejects.toMatchObject({ code: 'ERR_INVALID_NAME' })
    }
    expect(readdirSync(parent)).toEqual([])
  })

  it.each(['a', 'model.json', 'weights-0_1.tar.gz', 'console.log', '0', 'x'.repeat(128)])(
    'accepts %.20s',
    async (name) => {
      const { study } = await studied()
      await saveArtifact({ study, folder, trial: 0, name, content: bytes('x') })
      expect(filesIn(folder)).toEqual([name])
    },
  )

  it('follows no symbolic link', async () => {
    const { study } = await studied()
    const outside = join(parent, 'outside')
    mkdirSync(outside)
    const secret = join(outside, 'secret.txt')
    writeFileSync(secret, 'secret')
    const { path } = await saveArtifact({ study, folder, trial: 0, name: 'first', content: bytes('1') })
    const own = dirname(dirname(path))
    symlinkSync(outside, join(own, '1'))
    const options = { study, folder, name: 'secret.txt', content: bytes('x') }
    await expect(saveArtifact({ ...options, trial: 1 })).rejects.toThrow('is a link or a file')
    symlinkSync(secret, join(own, '0', 'secret.txt'))
    const replaced = await saveArtifact({ ...options, trial: 0 })
    expect([readFileSync(replaced.path, 'utf8'), readFileSync(secret, 'utf8')]).toEqual(['x', 'secret'])
    symlinkSync(secret, join(parent, 'link'))
    const copied = saveArtifact({ ...options, trial: 2, content: join(parent, 'link') })
    await expect(copied).rejects.toThrow('not a regular file')
    await study.annotate({ 'artifact:secret.txt': { size: 6, sha256: '' } }, 1)
    expect(await listArtifacts({ study, folder, trial: 1 })).toMatchObject([{ exists: false }])
    await pruneArtifacts({ study, folder, keepBest: 0 })
    await deleteArtifacts({ study, folder })
    expect([readFileSync(secret, 'utf8'), readdirSync(folder)]).toEqual(['secret', []])
  })

  it.each([
    [{ trial: 9 }, 'ERR_TRIAL_NOT_FOUND'],
    [{ trial: '0' as never }, 'ERR_TRIAL_NOT_FOUND'],
    [{ content: '' }, 'ERR_INVALID_ARGUMENT'],
    [{ content: '/none/at/all' }, 'ERR_STORAGE'],
    [{ folder: '' }, 'ERR_INVALID_ARGUMENT'],
    [{ study: {} as never }, 'ERR_INVALID_ARGUMENT'],
  ])('rejects %o', async (options, code) => {
    const { study } = await studied(1)
    const given = { study, folder, trial: 0, name: 'x', content: bytes('x'), ...options }
    await expect(saveArtifact(given)).rejects.toMatchObject({ code })
    expect(filesIn(parent)).toEqual([])
  })
})

describe('listArtifacts', () => {
  it('says which files are missing, and ignores attributes that record none', async () => {
    const { study } = await studied()
    const { path } = await saveArtifact({ study, folder, trial: 0, name: 'x', content: bytes('x') })
    writeFileSync(path, 'longer')
    const wrong = {
      'artifact:../y': { size: 1, sha256: '' },
      'artifact:z': 1,
      'artifact:gone': { size: 1, sha256: '' },
    }
    await study.annotate(wrong, 0)
    const listed = await listArtifacts({ study, folder })
    expect(listed.map(({ name, exists }) => [name, exists])).toEqual([
      ['x', false],
      ['gone', false],
    ])
  })
})

describe('pruneArtifacts', () => {
  it('keeps those of the best trials and of trials that have not finished', async () => {
    const { study } = await studied(4, { constraints: { memory: { atMost: 8 } } })
    await study.tell(await study.ask(), { loss: 0, memory: 9 })
    await study.correct(3, { loss: 1.8, memory: 1 }, 'measured')
    for (const trial of [0, 1, 2]) await study.correct(trial, { loss: Math.abs(trial - 1.2), memory: 1 }, 'measured')
    const running = await study.ask()
    for (const { number } of study.trials) {
      await saveArtifact({ study, folder, trial: number, name: `model${number}`, content: bytes('x') })
    }
    await study.exclude(1)
    await saveArtifact({ study, folder, trial: 3, name: 'other', content: bytes('xx') })
    const deleted = await pruneArtifacts({ study, folder, keepBest: 2 })
    expect(deleted.map(({ name, size }) => [name, size])).toEqual([
      ['model1', 1],
      ['model3', 1],
      ['other', 2],
      ['model4', 1],
    ])
    expect(filesIn(folder)).toEqual(['model0', 'model2', `model${running.number}`])
    expect((await listArtifacts({ study, folder })).map(({ trial, exists }) => [trial, exists])).toEqual([
      [0, true],
      [2, true],
      [running.number, true],
    ])
    await study.delete(2)
    expect(await pruneArtifacts({ study, folder, keepBest: 2 })).toEqual([])
    expect(filesIn(folder)).toEqual(['model0', `model${running.number}`])
    await expect(pruneArtifacts({ study, folder, keepBest: -1 })).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    })
  })

  it('keeps those of the Pareto front of several metrics', async () => {
    const directions = { loss: 'minimize' as const, time: 'minimize' as const }
    const { study } = await studied(0, { directions })
    for (const [loss, time] of [
      [1, 2],
      [2, 1],
      [2, 2],
    ] as const) {
      const trial = await study.ask()
      await study.tell(trial, { loss, time })
      await saveArtifact({ study, folder, trial: trial.number, name: 'm', content: bytes('x') })
    }
    expect((await pruneArtifacts({ study, folder, keepBest: 1 })).map(({ trial }) => trial)).toEqual([2])
  })
})

describe('deleteArtifacts', () => {
  it('deletes those of one study only', async () => {
    const [one, other] = [await studied(1), await studied(1, { name: 'other' })]
    for (const { study } of [one, other])
      await saveArtifact({ study, folder, trial: 0, name: study.name === 'other' ? 'b' : 'a', content: bytes('x') })
    await deleteArtifacts({ study: one.study.snapshot, folder })
    expect(filesIn(folder)).toEqual(['b'])
    await deleteArtifacts({ study: one.study, folder })
  })
})

describe('deleteStudy with artifacts', () => {
  it('deletes the artifacts of the study, and keeps those of others', async () => {
    const storage = `sqlite:${join(parent, 'studies.db')}`
    const own = { storage, space: space({ x: float(0, 1) }), sampler: randomSampler() }
    for (const name of ['net', 'other']) {
      const study = await createProductStudy({ name, ...own })
      await study.tell(await study.ask(), 1)
      await saveArtifact({ study, folder, trial: 0, name: `of-${name}`, content: bytes('x') })
      await study.close()
    }
    await deleteStudy({ name: 'net', storage, artifacts: folder })
    expect(filesIn(folder)).toEqual(['of-other'])
    expect(await listStudies(storage)).toMatchObject([{ name: 'other' }])
    // Without the option, artifacts stay.
    await deleteStudy({ name: 'other', storage })
    expect(filesIn(folder)).toEqual(['of-other'])
  })

  it('keeps the study if its artifacts cannot be deleted', async () => {
    const { study, storage } = await studied(1)
    await saveArtifact({ study, folder, trial: 0, name: 'a', content: bytes('x') })
    for (const artifacts of ['', 'a\0b', 7 as never]) {
      const work = deleteStudy({ name: study.name, storage, artifacts })
      await expect(work).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' })
    }
    writeFileSync(join(parent, 'file'), '')
    const through = deleteStudy({ name: study.name, storage, artifacts: join(parent, 'file', 'artifacts') })
    await expect(through).rejects.toMatchObject({ code: 'ERR_STORAGE' })
    expect(filesIn(folder)).toEqual(['a'])
    expect(await storage.find(study.name)).toBeDefined()
    await deleteStudy({ name: study.name, storage, artifacts: folder })
    expect(filesIn(folder)).toEqual([])
    expect(await storage.find(study.name)).toBeUndefined()
  })
})
