import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { boolean, choice, distribution, fixed, float, int, ordinal, type Parameter, spaceToJson } from '@sweetspot/core'
import { afterAll, describe, expect, it } from 'vitest'
import { durationOf } from '../duration-text.ts'
import { readSweepFile, readSweepText } from '../read-sweep-file.ts'
import { commandWords } from './command-words.ts'

const read = (yaml: string) => readSweepText(yaml, 'sweep.yaml')
const { POSITIVE_INFINITY: infinity } = Number

describe('a parameter of a sweep file', () => {
  it.each<[string, Parameter]>([
    ['log:1e-5..1e-1', float(1e-5, 0.1, { log: true })],
    ['1..8', int(1, 8)],
    ['sgd,adam', choice(['sgd', 'adam'])],
    ['adam', fixed('adam')],
    ['3', fixed(3)],
    ['true', fixed(true)],
    ['null', fixed(null)],
    ['[sgd, adam, 3]', choice(['sgd', 'adam', 3])],
    ['[true, false]', boolean()],
    ['[[64], [64, 32]]', choice([[64], [64, 32]])],
    ['{float: [0, 1], step: 0.1, default: 0.3}', float(0, 1, { step: 0.1, default: 0.3 })],
    ['{int: [8, 64], multipleOf: 8, log: true}', int(8, 64, { multipleOf: 8, log: true })],
    [
      '{float: [-inf, inf], prior: {normal: {mean: 0, sd: 2}}}',
      float(-infinity, infinity, { prior: distribution({ normal: { mean: 0, sd: 2 } }) }),
    ],
    [
      '{float: [0, .inf], prior: {logNormal: {mean: -3, sd: 1}}}',
      float(0, infinity, { prior: distribution({ logNormal: { mean: -3, sd: 1 } }) }),
    ],
    ['{choice: [null, 2], weights: [3, 1]}', choice([null, 2], { weights: [3, 1] })],
    ['{ordinal: [16, 32, 64], default: 32}', ordinal([16, 32, 64], { default: 32 })],
    ['{boolean: , default: true}', boolean({ default: true })],
    ['{fixed: {a: [1]}}', fixed({ a: [1] })],
  ])('%s', async (text, parameter) => {
    const { sweep } = await read(`space:\n  x: ${text}\n`)
    expect(sweep.space?.dimensions[0]?.parameter).toEqual(parameter)
  })

  it('may have branches, weights by branch, and conditions', async () => {
    const { sweep } = await read(
      'space:\n  opt:\n    choice: {sgd: {momentum: 0.0..0.99}, adam: }\n    weights: {sgd: 1, adam: 3}\n  deep: {int: [2, 8], when: {opt: adam}}\n',
    )
    expect(spaceToJson(sweep.space!).dimensions).toEqual([
      { name: 'opt', parameter: { kind: 'choice', values: ['sgd', 'adam'], weights: [1, 3] } },
      { name: 'momentum', parameter: { ...float(0, 0.99) }, conditions: [{ parameter: 'opt', test: { in: ['sgd'] } }] },
      { name: 'deep', parameter: { ...int(2, 8) }, conditions: [{ parameter: 'opt', test: { in: ['adam'] } }] },
    ])
  })

  it.each([
    ['x: 8..1', 'sweep.yaml:2:6: x=8..1, column 6: the low end 8 is above the high end 1; did you mean x=1..8?'],
    ['x: {float: [0]}', 'sweep.yaml:2:14: Expected float to be the list [low, high].'],
    ['x: {flaot: [0, 1]}', 'sweep.yaml:2:6: Expected one of float, int'],
    ['x: {float: [0, 1], lgo: true}', 'sweep.yaml:2:27: A float has no option "lgo"; did you mean log?'],
    ['x: {float: [1, 0]}', 'sweep.yaml:2:6: float cannot range from 1 to 0.'],
    ['x: {int: [1, 2], when: {y: 1}}', 'x depends on y'],
    ['x: [a, a]', 'listed more than once ("a")'],
    ['x: {choice: {a: 3}}', 'sweep.yaml:2:19: Expected an object of parameters by name.'],
  ])('%s is refused with its place', async (line, text) => {
    await expect(read(`space:\n  ${line}\n`)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_SWEEP', message: expect.stringContaining(text) }) as Error,
    )
  })
})

describe('a sweep file', () => {
  it('may set everything that a run needs', async () => {
    const { sweep, notices } = await read(`
name: net
description: a test
space: { lr: log:1e-5..1e-1 }
maximize: acc
minimize: [time, memory]
constraints: { memory: { atMost: 16 }, acc2: { atLeast: 0.5 }, size: { atLeast: 1, atMost: 2 } }
command: python train.py --lr {lr} "--name=a b"
metric: regex:acc=(\\S+)
environment: { EPOCHS: 3, DEBUG: true }
secrets: [token]
sampler: gp
pruner: median
seed: 7
trials: 50
timeout: 2h
trialTimeout: 1m30s
concurrency: 2
retries: 1
maxFailures: 5
gpus: [0, 1]
tags: { project: p }
enqueue: [{ lr: 0.001 }]
`)
    expect(notices).toEqual([])
    expect(sweep).toEqual({
      name: 'net',
      description: 'a test',
      space: expect.anything(),
      directions: { time: 'minimize', memory: 'minimize', acc: 'maximize' },
      constraints: { memory: { atMost: 16 }, acc2: { atLeast: 0.5 }, size: { atLeast: 1, atMost: 2 } },
      command: {
        parts: [
          { text: ['python'] },
          { text: ['train.py'] },
          { text: ['--lr'] },
          { text: [{ param: 'lr' }] },
          { text: ['--name=a b'] },
        ],
        secrets: ['token'],
      },
      metric: { kind: 'regex', pattern: 'acc=(\\S+)' },
      environment: { EPOCHS: '3', DEBUG: 'true' },
      sampler: 'gp',
      pruner: 'median',
      seed: 7,
      trials: 50,
      timeout: 7_200_000,
      trialTimeout: 90_000,
      concurrency: 2,
      retries: 1,
      maxFailures: 5,
      gpus: [0, 1],
      tags: { project: 'p' },
      enqueue: [{ lr: 0.001 }],
    })
  })

  it('passes a text to a shell only if it says so', async () => {
    const { sweep } = await read('space: {lr: 0..1}\ncommand: ./a.sh {lr} | tee log\nshell: true\n')
    expect(sweep.command).toEqual({ parts: [{ text: ['./a.sh ', { param: 'lr' }, ' | tee log'] }], shell: true })
    await expect(read('space: {lr: 0..1}\ncommand: ./a.sh {lr} | tee log\n')).rejects.toThrow(
      'sweep.yaml:2:10: The character | is for a shell: quote it, or set shell: true.',
    )
  })

  it.each([
    ['space: {x: 1..2}\ntrails: 5', 'sweep.yaml:2:9: Unknown key "trails"; did you mean trials?'],
    ['space: {x: 1..2}\ntrials: 0', 'sweep.yaml:2:9: trials: '],
    ['space: {x: 1..2}\ntimeout: 60', 'sweep.yaml:2:10: timeout: Expected a duration with its unit'],
    ['space: {x: 1..2}\ntimeout: 2 hours', 'Expected a duration such as 90s, 10m or 2h; received "2 hours".'],
    ['space: {x: 1..2}\nmetric: stdout', 'Expected json, regex:PATTERN or file:PATH.'],
    ['space: {x: 1..2}\nsampler: bayes', 'sweep.yaml:2:10: sampler: '],
    ['space: {x: 1..2}\nconstraints: {m: {}}', 'Expected atMost, atLeast or both.'],
    ['space: {x: 1..2}\nmaximize: a\nminimize: [a]', 'a is both minimized and maximized'],
    ['space: {x: 1..2}\nmaximize: [a, b]\ntarget: 1', 'sweep.yaml:3:9: A target needs a single metric.'],
    ['space: {x: 1..2}\ncommand: run {y}', 'sweep.yaml:2:10: Unknown placeholder {y}'],
    [
      "space: {x: 1..2}\nshell: true\ncommand: echo '{x}'",
      'sweep.yaml:3:10: A placeholder of the shell command is inside single',
    ],
    ['space: {x: 1..2}\ncommand: run "x', 'The quote " of the command is not closed.'],
    ['space: {x: 1..2}\ncommand: [run]\nshell: true', 'has to be one text'],
    ['space: {x: 1..2}\nshell: true', 'shell: true needs a command.'],
    ['space: {x: 1..2}\ncommand: run "$HOME/out"', 'The character $ in double quotes is for a shell'],
    ['space: 3', 'sweep.yaml:1:8: Expected an object of parameters by name.'],
    ['[1, 2]', 'The file is no sweep: expected an object'],
    ['', 'The file is no sweep'],
  ])('%j is refused', async (yaml, text) => {
    await expect(read(yaml)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_SWEEP', message: expect.stringContaining(text) }) as Error,
    )
  })
})

describe('an error of a parameter in a file', () => {
  it.each([
    ['space: {lr: log:1e-1..1e-5}', 'did you mean lr=log:1e-5..1e-1?'],
    ['space: {lr: {float: [0, 1], log: true}}', 'cannot range from 0 to 1.'],
  ])('%j has its code and its advice once, and no option', async (yaml, text) => {
    const { message } = (await read(yaml).catch((error: unknown) => error)) as Error
    expect(message).toContain(text)
    expect(message.match(/\[ERR_\w+\]/g)).toEqual(['[ERR_INVALID_SWEEP]'])
    expect(message).not.toMatch(/-p |\?\./)
  })
})

describe('a sweep in a program', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sweep-'))
  afterAll(() => rm(folder, { recursive: true }))
  const program = async (name: string, text: string) => {
    const path = join(folder, name)
    await writeFile(path, text)
    return path
  }

  it('is its default export, with texts, parameters or a space', async () => {
    const text = `interface S { trials: number }\nconst own: S = { trials: 3 }\nexport default { ...own, space: { x: '1..8', y: { kind: 'int', low: 1, high: 2, step: 1, scale: 'linear' } }, maximize: 'acc' }\n`
    const { sweep } = await readSweepFile(await program('a.ts', text))
    expect(sweep).toMatchObject({ trials: 3, directions: { acc: 'maximize' } })
    expect(sweep.space?.dimensions.map(({ parameter }) => parameter)).toEqual([int(1, 8), { ...int(1, 2) }])
  })

  it('may have syntax that is more than types', async () => {
    const path = await program('b.ts', `enum E { a = 'one' }\nexport default { space: { x: [E.a, 'two'] } }\n`)
    expect((await readSweepFile(path)).sweep.space?.dimensions[0]?.parameter).toEqual(choice(['one', 'two']))
  })

  it('that is wrong is refused with the keys that lead to the mistake', async () => {
    const path = await program('c.mjs', 'export default { space: { x: { float: [0] } } }')
    await expect(readSweepFile(path)).rejects.toThrow(`${path} › space › x › float: Expected float to be the list`)
    await expect(readSweepFile(await program('d.mjs', 'export const x = 1'))).rejects.toThrow('no default export')
    await expect(readSweepFile(await program('e.mjs', 'throw new Error("boom")'))).rejects.toThrow(
      'cannot be run: boom',
    )
    await expect(readSweepFile(join(folder, 'none.yaml'))).rejects.toThrow('Cannot read the sweep file')
  })
})

it.each<[string, number | undefined]>([
  ['90s', 90_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['250ms', 250],
  ['2d', 172_800_000],
  ['60', undefined],
  ['1 week', undefined],
  ['', undefined],
])('durationOf %j', (text, milliseconds) => {
  expect(durationOf(text)).toBe(milliseconds)
})

it.each<[string, readonly string[]]>([
  ['python  train.py --lr {lr}', ['python', 'train.py', '--lr', '{lr}']],
  [`a 'b c' "d \\"e\\"" f\\ g ''`, ['a', 'b c', 'd "e"', 'f g', '']],
  [String.raw`run --pattern "loss=\d+" "\$5 \\ \`a\`"`, ['run', '--pattern', String.raw`loss=\d+`, '$5 \\ `a`']],
  ['run \\\n  --a "b\\\nc"', ['run', '--a', 'bc']],
  [String.raw`'C:\x' --a='|'`, [String.raw`C:\x`, '--a=|']],
])('commandWords splits %j', (line, words) => {
  expect(commandWords(line)).toEqual(words)
})
