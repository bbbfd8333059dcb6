import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CommandSpec } from '../../src/cli/table/command-spec.ts'
import { COMMANDS } from '../../src/cli/table/commands.ts'
import { trialFolder } from '../../src/command/trial-folder.ts'
import { runIn, studiesFolder } from './command-line.ts'
import { kerasProject } from './keras-project.ts'
import { shellWords } from './shell-words.ts'
import { storedStudy } from './stored-study.ts'

const examples = Object.values<CommandSpec>(COMMANDS).flatMap(({ name, examples }) =>
  examples.map(({ command }) => [name, command] as const),
)

describe('the examples of the help', () => {
  it('exist for each command', () => {
    const names = new Set(examples.map(([name]) => name))
    expect(Object.values<CommandSpec>(COMMANDS).filter(({ name }) => !names.has(name))).toEqual([])
  })

  it.each(examples)('%s: %s', async (name, command) => {
    await using folder = await studiesFolder()
    const { path } = folder
    writeFileSync(join(path, 'rows.csv'), 'lr,layers,opt,loss\r\n0.02,3,sgd,0.7\r\n')
    writeFileSync(join(path, 'train.mjs'), 'console.log(JSON.stringify({ acc: 0.5 }))')
    if (name !== 'init')
      writeFileSync(join(path, 'sweep.yaml'), 'space: { lr: log:1e-5..1e-1 }\nmaximize: acc\ncommand: node train.mjs\n')
    writeFileSync(join(path, 'table.csv'), 'params.lr,values.loss\r\n0.02,0.7\r\n')
    copyFileSync(join(import.meta.dirname, '../optuna-files/journal.log'), join(path, 'optuna.log'))
    kerasProject(join(path, 'untitled_project'))
    const other = await runIn(path, ['export', 'net', 'json'])
    writeFileSync(join(path, 'other.json'), other.stdout.replace('"name":"net"', '"name":"other"'))
    const logs = trialFolder(join(path, 'sweetspot-trials'), await storedStudy(path, 'net'), 3)
    mkdirSync(logs, { recursive: true })
    writeFileSync(join(logs, 'log.txt'), 'epoch 1\n')
    const [program, ...argv] = shellWords(command)
    expect(program).toBe('sweetspot')
    expect(argv[0]).toBe(name)
    const { code, stderr } = await runIn(path, argv)
    expect(stderr).not.toContain('error:')
    expect(code).toBe(0)
  })
})
