import { spaceFingerprint } from '@sweetspot/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runIn } from '../command-line.ts'
import { shellWords } from '../shell-words.ts'
import { type RunFolder, runFolder } from './run-folder.ts'

let folder: RunFolder
beforeEach(() => {
  folder = runFolder()
  folder.script('any.mjs', 'console.log(JSON.stringify({ loss: 1, mem: 2 }))')
})
afterEach(() => folder[Symbol.dispose]())

const PARAMS = [
  'lr=log:1e-5..0.1',
  'width=log:8..1024%8',
  'bias=normal:0,1',
  'rate=log-normal:-7,1:1e-5..0.5',
  'dropout=beta:2,5:0.0..0.8',
  "opt=weighted:adam=3,'a b'=1",
  'text="1..2","$(id)"',
  'size=ordinal:16,32',
  'seed=7',
]

const shown = async (study: string) => {
  const { stdout } = await runIn(folder.path, ['show', study, '--format', 'json'])
  return (JSON.parse(stdout) as { readonly command?: string }).command
}

describe('the command line to run a study again', () => {
  it('is read back as the same study', async () => {
    const options = [
      ...PARAMS.flatMap((text) => ['-p', text]),
      '--constraint',
      'mem<=16',
      '--sampler',
      'random',
      '-n',
      '1',
    ]
    const command = ['node', 'any.mjs', '--all', '{params.json}', '{{lr}}', '${HOME}', 'a b']
    const first = await runIn(folder.path, ['run', ...options, '--minimize', 'loss', '--study', 'it', '--', ...command])
    expect([first.code, first.stderr]).toEqual([0, expect.any(String)])
    const [program, ...argv] = shellWords((await shown('it')) ?? '')
    expect([program, argv.slice(-command.length)]).toEqual(['sweetspot', command])
    const again = await runIn(folder.path, [...argv.slice(0, 1), '-n', '1', '--storage', 'new.db', ...argv.slice(1)])
    expect([again.code, again.stderr]).toEqual([0, expect.any(String)])
    const before = await folder.snapshot('it')
    const after = await folder.snapshot('it', 'new.db')
    expect(spaceFingerprint(after.space)).toBe(spaceFingerprint(before.space))
    const { directions, constraints, attributes } = before
    expect(after).toMatchObject({ directions, constraints, attributes })
    // The same command line continues the study.
    const more = await runIn(folder.path, [...argv.slice(0, 1), '--more', '1', ...argv.slice(1)])
    expect([more.code, more.stderr]).toEqual([0, expect.not.stringContaining('has changed')])
    const table = await runIn(folder.path, ['show', 'it'], { terminal: 40 })
    expect(table.stdout).toContain(`Run it again, or continue with --more 20:\n  sweetspot run -p`)
  })

  it('has the metric source, the pruner and the seed', async () => {
    folder.script('text.mjs', "console.log('loss: 1')")
    const given = ['-p', 'x=0.0..1.0', '--minimize', 'loss', '--metric', 'regex:loss: (\\S+)', '--pruner', 'median']
    const options = [...given, '--sampler', 'random', '--seed', '-3', '--study', 'it']
    const command = ['--', 'node', 'text.mjs', '{x}']
    const first = await runIn(folder.path, ['run', ...options, '-n', '1', ...command])
    expect([first.code, first.stderr]).toEqual([0, expect.any(String)])
    const [, ...argv] = shellWords((await shown('it')) ?? '')
    expect(argv).toEqual(
      expect.arrayContaining(['--metric', 'regex:loss: (\\S+)', '--pruner', 'median', '--seed', '-3']),
    )
    const again = await runIn(folder.path, [...argv.slice(0, 1), '-n', '1', '--storage', 'new.db', ...argv.slice(1)])
    expect([again.code, again.stderr]).toEqual([0, expect.any(String)])
    const { seed, attributes, trials } = await folder.snapshot('it')
    const after = await folder.snapshot('it', 'new.db')
    expect(after).toMatchObject({ seed, attributes })
    expect(after.trials.get(0)?.params).toEqual(trials.get(0)?.params)
    // It is the line of the last run.
    folder.script('text.mjs', 'console.log(JSON.stringify({ loss: 1 }))')
    const plain = ['-p', 'x=0.0..1.0', '--minimize', 'loss', '--study', 'it', '--more', '1']
    expect((await runIn(folder.path, ['run', ...plain, ...command])).code).toBe(0)
    const line = await shown('it')
    expect(line).toContain('--seed -3')
    expect(line).not.toMatch(/--metric|--pruner/)
  })

  it('has the metric source of a sweep file with which the study was created', async () => {
    folder.script(
      'sweep.yaml',
      'space: { x: 0.0..1.0 }\nminimize: loss\nmetric: file:{dir}/out.json\npruner: auto\ncommand: node any.mjs',
    )
    await runIn(folder.path, ['create', 'made', 'sweep.yaml', '--sampler', 'random', '--seed', '5'])
    expect(await shown('made')).toBe(
      "sweetspot run -p x=0.0..1.0 --minimize loss --metric 'file:{dir}/out.json' --sampler random --pruner auto --seed 5 --study made -- node any.mjs",
    )
  })

  it('is missing if the trials have an environment of their own, whose values may be secret', async () => {
    folder.script(
      'sweep.yaml',
      'space: { x: 0.0..1.0 }\nminimize: loss\nenvironment: { TOKEN: hush }\ncommand: node any.mjs',
    )
    await runIn(folder.path, ['run', 'sweep.yaml', '-n', '1', '--sampler', 'random', '--study', 'env'])
    expect(await shown('env')).toBeUndefined()
    expect(JSON.stringify((await folder.snapshot('env')).attributes)).not.toContain('hush')
  })

  it('is missing if a command line cannot say the same', async () => {
    folder.script('sweep.yaml', 'space: { x: { float: [0, 1], default: 0.5 } }\nminimize: loss\ncommand: node any.mjs')
    await runIn(folder.path, ['run', 'sweep.yaml', '-n', '1', '--sampler', 'random', '--study', 'one'])
    expect(await shown('one')).toBeUndefined()
    folder.script('shell.yaml', 'space: { x: 0.0..1.0 }\nminimize: loss\nshell: true\ncommand: node any.mjs {x}')
    await runIn(folder.path, ['run', 'shell.yaml', '-n', '1', '--sampler', 'random', '--study', 'two'])
    expect(await shown('two')).toBeUndefined()
  })

  it('has the parameters that space shows, which --set reads back', async () => {
    await runIn(folder.path, ['create', 'it', ...PARAMS.flatMap((text) => ['-p', text])])
    const listed = JSON.parse((await runIn(folder.path, ['space', 'it', '--format', 'json'])).stdout) as {
      readonly parameter: string
      readonly values: string
    }[]
    expect(listed.map(({ parameter, values }) => `${parameter}=${values}`)).toEqual(
      PARAMS.map((text) => text.replace("'a b'", '"a b"')),
    )
    const before = await folder.snapshot('it')
    const set = listed.flatMap(({ parameter, values }) => ['--set', `${parameter}=${values}`])
    expect((await runIn(folder.path, ['space', 'it', ...set])).code).toBe(0)
    expect(spaceFingerprint((await folder.snapshot('it')).space)).toBe(spaceFingerprint(before.space))
  })
})
