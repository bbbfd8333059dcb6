import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCRIPTS } from '../../src/cli/completion/scripts.ts'
import { COMMANDS } from '../../src/cli/table/commands.ts'
import { runIn, type StudiesFolder, studiesFolder } from './command-line.ts'

let folder: StudiesFolder
beforeAll(async () => {
  folder = await studiesFolder()
})
afterAll(() => folder[Symbol.asyncDispose]())

async function complete(...words: string[]): Promise<string[]> {
  const { stdout, code } = await runIn(folder.path, ['complete', '--', ...words])
  expect(code).toBe(0)
  return stdout
    .split('\n')
    .flatMap((line) => line.split('\t', 1))
    .filter((text) => text !== '')
}

describe('completion', () => {
  it.each([
    [['stu'], ['studies']],
    [['tri'], ['trials', 'trial']],
    [
      ['show', ''],
      ['front', 'net'],
    ],
    [['show', 'n'], ['net']],
    [['show', 'net', ''], []],
    [['plot', 'net', 'hi'], ['history']],
    [['trials', '--wh'], ['--where']],
    [['trials', '--format', 'j'], ['json']],
    [['trials', '--format=j'], ['--format=json']],
    [['--format', 'json', 'show', 'f'], ['front']],
    [
      ['best', 'net', '--as', ''],
      ['args', 'json', 'yaml', 'env', 'command'],
    ],
    [
      ['import', 'x', ''],
      ['csv', 'json', 'jsonl', 'keras-tuner', 'optuna', 'parquet'],
    ],
    [['import', ''], [':file']],
    [['export', 'net', '-o', ''], [':file']],
    [['completion', 'f'], ['fish']],
    [['help', 'ask'], ['ask']],
    [['show', '--storage', 'none.db', ''], []],
    [['nothing', ''], Object.keys(COMMANDS).filter((name) => name !== 'complete')],
  ])('of %j is %j', async (words, expected) => {
    expect((await complete(...words)).toSorted()).toEqual(expected.toSorted())
  })

  it('works in bash', () => {
    const bin = join(folder.path, 'bin')
    mkdirSync(bin)
    const program = join(bin, 'sweetspot')
    // Answers as the program does, and shows what it was asked.
    writeFileSync(
      program,
      `#!/bin/sh\nshift 2\nfor last; do :; done\ncase $last in n*) printf 'net\\t5 trials\\nnew one\\t\\n';; *) echo :file;; esac\n`,
    )
    chmodSync(program, 0o755)
    const script = `${SCRIPTS.bash}
      reply() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sweetspot; printf '%s|' "\${COMPREPLY[@]}"; echo; }
      reply sweetspot show n
      cd ${folder.path}; touch a.json; reply sweetspot import a.`
    const output = execFileSync('bash', ['--norc', '--noprofile', '-c', script], {
      env: { PATH: `${bin}:${process.env.PATH}` },
      encoding: 'utf8',
    })
    expect(output).toBe('net|new\\ one|\na.json|\n')
  })

  it.each(Object.entries(SCRIPTS))('the script for %s asks the program', async (shell, script) => {
    expect((await runIn(folder.path, ['completion', shell])).stdout).toBe(script)
    expect(script).toMatch(/complete --/)
  })
})
