import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trialFolder } from '../../src/command/trial-folder.ts'
import { type StudiesFolder, studiesFolder } from './command-line.ts'
import { storedStudy } from './stored-study.ts'

const execute = promisify(execFile)
const bin = join(import.meta.dirname, '../../bin')
const launcher = join(bin, 'sweetspot.cjs')

let folder: StudiesFolder
beforeAll(async () => {
  folder = await studiesFolder()
})
afterAll(() => folder[Symbol.asyncDispose]())

/** Runs the built program in a process of its own. */
const program = (...argv: string[]) => execute(process.execPath, [launcher, ...argv], { cwd: folder.path })

/** The exit code and the signal of a process, as a shell gives them. */
const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : code))
  })

describe('the program', () => {
  it('has the version of its package, and exits with the codes of its command lines', async () => {
    const { version } = JSON.parse(readFileSync(join(bin, '../package.json'), 'utf8')) as { version: string }
    expect((await program('--version')).stdout).toBe(`${version}\n`)
    expect(JSON.parse((await program('studies', '--format', 'json')).stdout)).toHaveLength(2)
    await expect(program('show', 'nte')).rejects.toMatchObject({ code: 3, stdout: '' })
    await expect(program('show', '--wrong')).rejects.toMatchObject({ code: 2 })
  })

  it('loads the Gaussian process and SQLite only for commands that need them', async () => {
    const script = join(import.meta.dirname, '../processes/loaded-files.ts')
    const loaded = async (...argv: string[]) => {
      const { stderr } = await execute(process.execPath, ['--import', script, launcher, ...argv], { cwd: folder.path })
      const files = JSON.parse(stderr.split('\n').findLast((line) => line.startsWith('[')) ?? '[]') as string[]
      const has = (text: string) => files.some((file) => readFileSync(file, 'utf8').includes(text))
      return { sqlite: files.some((file) => file.includes('better-sqlite3')), model: has('function gaussianProcess') }
    }
    expect(await loaded('--help')).toEqual({ sqlite: false, model: false })
    expect(await loaded('--version')).toEqual({ sqlite: false, model: false })
    expect(await loaded('create', 'new', '-p', 'x=0.0..1.0', '--sampler', 'random')).toEqual({
      sqlite: true,
      model: false,
    })
    expect(await loaded('ask', 'new')).toEqual({ sqlite: true, model: false })
    expect(await loaded('studies')).toEqual({ sqlite: true, model: false })
    expect(await loaded('ask', 'new', '--sampler', 'gp')).toEqual({ sqlite: true, model: true })
  })

  it('loads few files to ask, and does nothing slow for ASCII', async () => {
    await program('create', 'few', '-p', 'x=0.0..1.0', '--minimize', 'loss', '--sampler', 'random')
    // Loading the rules for graphemes takes Node as long as loading the program.
    const noSegmenter = 'data:text/javascript,Intl.Segmenter=class{constructor(){throw new Error("not ASCII")}}'
    const script = join(import.meta.dirname, '../processes/loaded-files.ts')
    const argv = ['--import', noSegmenter, '--import', script, launcher, 'ask', 'few']
    const { stderr } = await execute(process.execPath, argv, { cwd: folder.path })
    const files = JSON.parse(stderr.split('\n').findLast((line) => line.startsWith('[')) ?? '[]') as string[]
    const own = files.filter((file) => file.includes(join('dist', 'node')))
    expect(own.length).toBeGreaterThan(1)
    expect(own.length).toBeLessThanOrEqual(10)
    expect(files.filter((file) => file.includes('node_modules') && !file.includes('better-sqlite3'))).toEqual([])
  })

  it('survives a reader that stops reading', async () => {
    const shell = `"$0" "$1" export net json | head -c 10; echo " $\{PIPESTATUS[0]}"`
    const { stdout, stderr } = await execute('bash', ['-c', shell, process.execPath, launcher], {
      cwd: folder.path,
      // The shell warns of languages that the system lacks.
      env: { ...process.env, LC_ALL: 'C' },
    })
    expect([stdout, stderr]).toEqual([expect.stringMatching(/^{"format": (?:0|141)\n$/), ''])
  })

  it.each([
    ['run', 'run --storage y.db'],
    ['global options before run', '--storage z.db run'],
  ])('goes on without the reader of its pipe: %s', async (_, words) => {
    writeFileSync(join(folder.path, 'one.mjs'), 'console.log(JSON.stringify({ loss: 1 }))')
    const options = '-p x=0.0..1.0 --minimize loss --sampler random -n 3 --study it --json -- "$0" one.mjs'
    const shell = `"$0" "$1" ${words} ${options} 2>&1 | head -c 1 > first; echo "$\{PIPESTATUS[0]}"`
    const { stdout } = await execute('bash', ['-c', shell, process.execPath, launcher], { cwd: folder.path })
    const [, file = ''] = /--storage (\S+)/.exec(words) ?? []
    expect([stdout, (await storedStudy(folder.path, 'it', file)).counts.completed]).toEqual(['0\n', 3])
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ends on %s while it follows a log', async (signal) => {
    const path = trialFolder(join(folder.path, 'sweetspot-trials'), await storedStudy(folder.path, 'net'), 4)
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, 'log.txt'), 'epoch 1\n')
    const child = spawn(process.execPath, [launcher, 'logs', 'net', '4', '-f'], { cwd: folder.path })
    const end = ended(child)
    await new Promise((resolve) => child.stdout.once('data', resolve))
    child.kill(signal)
    expect(await end).toBe(signal === 'SIGINT' ? 130 : 143)
  })
})

describe('the launcher', () => {
  it('is in the syntax of ES5', async () => {
    const text = readFileSync(launcher, 'utf8')
    await expect(transform(text, { target: 'es5' })).resolves.toMatchObject({ warnings: [] })
    await expect(transform(`const a = 1`, { target: 'es5' })).rejects.toThrow('const')
  })

  it.each(['0.12.18', '12.22.12', '20.19.5', '22.12.0'])(
    'says on Node %s what it needs, and loads nothing',
    async (version) => {
      const script = `Object.defineProperty(process.versions, 'node', { value: '${version}' }); require(${JSON.stringify(launcher)})`
      await expect(execute(process.execPath, ['-e', script])).rejects.toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(
          `sweetspot needs Node 22.14 or later; this is Node ${version}. [ERR_UNSUPPORTED_RUNTIME]`,
        ),
      })
    },
  )
})
