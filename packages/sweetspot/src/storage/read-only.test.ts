import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomSampler, type Study } from '@sweetspot/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStudy, openStudy } from '../create-study.ts'
import { listStudies, readStudy } from '../stored-studies.ts'

let folder: string
let path: string
const opened: Study[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  path = join(folder, 'studies.db')
})
afterEach(async () => {
  for (const study of opened.splice(0)) await study.close()
  chmodSync(folder, 0o755)
  rmSync(folder, { recursive: true })
})

const objective = ({ number }: { readonly number: number }) => number

async function make(trials: number): Promise<Study> {
  const study = await createStudy({ name: 'net', storage: `sqlite:${path}`, sampler: randomSampler(), seed: 1 })
  await study.optimize(objective, { trials })
  return study as unknown as Study
}

async function look(): Promise<Study> {
  const study = await openStudy({ name: 'net', storage: `sqlite:${path}?mode=ro` })
  opened.push(study as unknown as Study)
  return study as unknown as Study
}

describe('a study opened for reading only', () => {
  it('can be read and closed, and refuses changes', async () => {
    await (await make(3)).close()
    const before = readFileSync(path)
    const study = await look()
    expect(study.best.value).toBe(0)
    expect(study.trials).toHaveLength(3)
    expect(readdirSync(folder)).toEqual(['studies.db'])
    const refusal = { code: 'ERR_READ_ONLY' }
    await expect(study.ask()).rejects.toMatchObject(refusal)
    await expect(study.optimize(objective, { trials: 1 })).rejects.toMatchObject(refusal)
    await expect(study.annotate({ note: 1 })).rejects.toMatchObject(refusal)
    await expect(study.enqueue({})).rejects.toMatchObject(refusal)
    await expect(study.pause()).rejects.toMatchObject(refusal)
    await expect(study.delete(0)).rejects.toMatchObject(refusal)
    await study.close()
    expect(readdirSync(folder)).toEqual(['studies.db'])
    expect(readFileSync(path)).toEqual(before)
  })

  it('follows a writing process from before its start to after its end', async () => {
    await (await make(2)).close()
    const study = await look()
    expect(study.snapshot.counts.completed).toBe(2)
    const writer = await openStudy({ name: 'net', storage: `sqlite:${path}`, sampler: randomSampler() })
    await writer.optimize(objective, { trials: 1 })
    expect((await study.refresh()).counts.completed).toBe(3)
    await writer.optimize(objective, { trials: 1 })
    expect((await study.refresh()).counts.completed).toBe(4)
    await writer.optimize(objective, { trials: 1 })
    await writer.close()
    expect((await study.refresh()).counts.completed).toBe(5)
    await study.close()
    // The log stays if the last process could not write. The next one that can write removes it.
    const next = await openStudy({ name: 'net', storage: `sqlite:${path}` })
    expect(next.snapshot.counts.completed).toBe(5)
    await next.annotate({ note: 1 })
    await next.close()
    expect(readdirSync(folder)).toEqual(['studies.db'])
  })

  it('does not lose the locks of a writer in the same process', async () => {
    const writer = await make(1)
    opened.push(writer)
    const study = await look()
    await study.refresh()
    await study.close()
    await writer.optimize(objective, { trials: 1 })
    // A process that believes to be the last one would remove the log.
    const other = spawnSync(process.execPath, ['--input-type=module', '-e', lookingProgram(path)])
    expect(String(other.stdout)).toBe('2\n')
    expect(readdirSync(folder)).toContain('studies.db-wal')
    await writer.optimize(objective, { trials: 1 })
    expect(await readStudy(`sqlite:${path}`, 'net').then(({ counts }) => counts.completed)).toBe(3)
  })

  it('is not created if it does not exist', async () => {
    await expect(look()).rejects.toMatchObject({ code: 'ERR_STUDY_NOT_FOUND' })
    const address = `sqlite:${join(folder, 'new', 'studies.db')}?mode=ro`
    expect(await listStudies(address)).toEqual([])
    await expect(createStudy({ storage: address })).rejects.toMatchObject({ code: 'ERR_READ_ONLY' })
    expect(readdirSync(folder)).toEqual([])
  })

  it('includes events that a killed process left in the log', async () => {
    const study = await make(2)
    opened.push(study)
    const killed = join(folder, 'killed')
    spawnSync('mkdir', [killed])
    for (const end of ['', '-wal', '-mark']) spawnSync('cp', [`${path}${end}`, killed])
    const left = join(killed, 'studies.db')
    expect((await readStudy(`sqlite:${left}?mode=ro`, 'net')).counts.completed).toBe(2)
    expect(readdirSync(killed).sort()).toEqual(['studies.db', 'studies.db-mark', 'studies.db-wal'])
  })
})

const url = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)

const lookingProgram = (file: string) => `
  import { readStudy } from ${url('../stored-studies.ts')}
  console.log((await readStudy(${JSON.stringify(`sqlite:${file}`)}, 'net')).counts.completed)
`

/** Reads the study, then tries to write, without readOnly. */
const program = (file: string) => `
  import { openStudy } from ${url('../create-study.ts')}
  import { listStudies, readStudy } from ${url('../stored-studies.ts')}
  const storage = ${JSON.stringify(`sqlite:${file}`)}
  const codeOf = (promise) => promise.then(() => 'written', ({ code }) => code)
  const counts = [(await listStudies(storage)).length, (await readStudy(storage, 'net')).counts.completed]
  const study = await openStudy({ name: 'net', storage })
  counts.push(study.trials.length)
  const codes = [await codeOf(study.annotate({ note: 1 })), await codeOf(study.optimize(() => 1, { trials: 1 }))]
  await study.close()
  console.log(JSON.stringify({ counts, codes }))
`

/** Root may write anywhere, so tests that run as root read as another user. */
const isRoot = process.getuid?.() === 0

/**
 * Gives up the rights of root. What the program imports and what SQLite needs is loaded before, since another user may
 * not be able to read the checkout.
 */
const asAnotherUser = `
  import { mkdtempSync, rmSync } from 'node:fs'
  import { tmpdir } from 'node:os'
  import { join } from 'node:path'
  import { createStudy as createAny } from ${url('../create-study.ts')}
  const scratch = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  await (await createAny({ storage: 'sqlite:' + join(scratch, 'any.db') })).close()
  rmSync(scratch, { recursive: true })
  process.setgroups([65534])
  process.setgid(65534)
  process.setuid(65534)
`

function runAsUser(text: string): { readonly stdout: string; readonly stderr: string } {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', isRoot ? asAnotherUser + text : text],
    { encoding: 'utf8' },
  )
  return { stdout, stderr }
}

describe.skipIf(process.platform === 'win32')('a study without write permission', () => {
  it.each([
    ['to the file', 0o444, 0o777],
    ['to its folder', 0o666, 0o555],
    ['to either', 0o444, 0o555],
  ])('%s is opened for reading only', async (_, fileMode, folderMode) => {
    await (await make(3)).close()
    chmodSync(path, fileMode)
    chmodSync(folder, folderMode)
    const child = runAsUser(program(path))
    expect(child.stderr).toBe('')
    expect(JSON.parse(child.stdout)).toEqual({
      counts: [1, 3, 3],
      codes: ['ERR_READ_ONLY', 'ERR_READ_ONLY'],
    })
    expect(readdirSync(folder)).toEqual(['studies.db'])
  })

  it('and without read permission is refused', async () => {
    await (await make(1)).close()
    chmodSync(path, 0)
    expect(runAsUser(program(path)).stderr).toContain('ERR_STORAGE')
  })

  it('is followed while another user writes', async () => {
    const writer = await make(2)
    opened.push(writer)
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644)
    chmodSync(folder, 0o755)
    if (!isRoot) chmodSync(folder, 0o555)
    expect(runAsUser(lookingProgram(path))).toEqual({ stderr: '', stdout: '2\n' })
  })

  it('is refused if it does not exist', async () => {
    writeFileSync(path, '')
    chmodSync(folder, 0o555)
    expect(runAsUser(newProgram(join(folder, 'new.db'))).stdout).toBe('ERR_STORAGE\n')
  })
})

const newProgram = (file: string) => `
  import { createStudy } from ${url('../create-study.ts')}
  console.log(await createStudy({ storage: ${JSON.stringify(`sqlite:${file}`)} }).catch(({ code }) => code))
`
