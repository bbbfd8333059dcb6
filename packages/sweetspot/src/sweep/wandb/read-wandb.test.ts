import { choice, distribution, fixed, float, int, type Parameter } from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { renderCommand } from '../../command/template/render-command.ts'
import { readSweepText } from '../read-sweep-file.ts'

const read = (yaml: string) => readSweepText(yaml, 'sweep.yaml')

/** Reads one parameter, written as a flow map, with the notices about it. */
async function parameter(flow: string, method = 'random'): Promise<[Parameter | undefined, readonly string[]]> {
  const text = `method: ${method}\nmetric: {name: loss, goal: minimize}\nprogram: a.py\nparameters:\n  x: ${flow}\n`
  const { sweep, notices } = await read(text)
  return [sweep.space?.dimensions[0]?.parameter, notices]
}

const { POSITIVE_INFINITY: infinity } = Number

describe('a distribution of W&B', () => {
  it.each<[string, Parameter]>([
    ['{distribution: constant, value: 3}', fixed(3)],
    ['{distribution: categorical, values: [a, b]}', choice(['a', 'b'])],
    [
      '{distribution: categorical_w_probabilities, values: [a, b], probabilities: [0.9, 0.1]}',
      choice(['a', 'b'], { weights: [0.9, 0.1] }),
    ],
    ['{distribution: int_uniform, min: 1, max: 8}', int(1, 8)],
    ['{distribution: int_uniform, min: 2., max: 8.}', int(2, 8)],
    ['{min: 1, max: 8}', int(1, 8)],
    ['{min: 1, max: 8.}', float(1, 8)],
    ['{min: 1., max: 8}', float(1, 8)],
    ['{min: 0, max: 1e3}', float(0, 1000)],
    ['{distribution: uniform, min: 1, max: 8}', float(1, 8)],
    ['{distribution: q_uniform, min: 0, max: 1, q: 0.1}', float(0, 1, { multipleOf: 0.1 })],
    ['{distribution: q_uniform, min: 100, max: 500}', int(100, 500, { multipleOf: 1 })],
    ['{distribution: q_uniform, min: 0, max: 8, q: 2.}', float(0, 8, { multipleOf: 2 })],
    ['{distribution: log_uniform, min: 0, max: 2}', float(1, Math.exp(2), { log: true })],
    ['{distribution: log_uniform_values, min: 1e-5, max: 0.1}', float(1e-5, 0.1, { log: true })],
    ['{distribution: q_log_uniform, min: 0, max: 2, q: 1}', float(1, Math.exp(2), { multipleOf: 1, log: true })],
    ['{distribution: q_log_uniform_values, min: 8, max: 64, q: 8}', int(8, 64, { multipleOf: 8, log: true })],
    ['{distribution: inv_log_uniform, min: 0, max: 2}', float(1 / Math.exp(2), 1, { log: true })],
    ['{distribution: inv_log_uniform_values, min: 0.9, max: 1}', float(0.9, 1, { log: true })],
    [
      '{distribution: normal, mu: 1, sigma: 2}',
      float(-infinity, infinity, { prior: distribution({ normal: { mean: 1, sd: 2 } }) }),
    ],
    ['{distribution: normal}', float(-infinity, infinity, { prior: distribution({ normal: { mean: 0, sd: 1 } }) })],
    [
      '{distribution: q_normal, mu: 10, sigma: 4, q: 2}',
      int(-infinity, infinity, { prior: distribution({ normal: { mean: 10, sd: 4 } }), multipleOf: 2 }),
    ],
    [
      '{distribution: log_normal, mu: -3, sigma: 0.5}',
      float(-infinity, infinity, { prior: distribution({ logNormal: { mean: -3, sd: 0.5 } }) }),
    ],
    [
      '{distribution: q_log_normal, mu: 3, sigma: 0.5, q: 0.5}',
      float(0, infinity, { prior: distribution({ logNormal: { mean: 3, sd: 0.5 } }), multipleOf: 0.5 }),
    ],
    ['{distribution: beta, a: 2, b: 5}', float(0, 1, { prior: distribution({ beta: { a: 2, b: 5 } }) })],
    [
      '{distribution: q_beta, a: 2, b: 5, q: 0.25}',
      float(0, 1, { prior: distribution({ beta: { a: 2, b: 5 } }), multipleOf: 0.25 }),
    ],
  ])('%s', async (flow, expected) => {
    const [found, notices] = await parameter(flow)
    expect(found).toEqual(expected)
    expect(notices.filter((notice) => !notice.includes('PyYAML'))).toEqual([])
  })

  it('says which values W&B has beyond its range', async () => {
    const [found, notices] = await parameter('{distribution: q_uniform, min: 100, max: 500, q: 30}')
    expect(found).toEqual(int(100, 500, { multipleOf: 30 }))
    expect(notices).toEqual(['x: values are the multiples of 30 within 100 and 500; W&B also takes 90 and 510.'])
    const [single, why] = await parameter('{distribution: q_uniform, min: 1.2, max: 1.4, q: 1}')
    expect([single, why]).toEqual([fixed(1), ['x: no multiple of 1 is within 1.2 and 1.4; W&B always takes 1.']])
  })

  it('adds up repeated values, except in a grid', async () => {
    const [random, notices] = await parameter('{values: [a, b, a]}')
    expect(random).toEqual(choice(['a', 'b'], { weights: [2, 1] }))
    expect(notices).toEqual(['x: values are listed more than once ("a"); their weights are added.'])
    const [grid, once] = await parameter('{values: [a, b, a]}', 'grid')
    expect([grid, once]).toEqual([
      choice(['a', 'b']),
      ['x: values are listed more than once ("a"); each is tried once.'],
    ])
    const [zero, left] = await parameter('{values: [a, b, c], probabilities: [0, 0.5, 0.5]}')
    expect([zero, left]).toEqual([choice(['b', 'c']), ['x: values of probability 0 are left out.']])
  })

  it('names keys that it does not read', async () => {
    const [, notices] = await parameter('{min: 1, max: 8, q: 2, note: hi}')
    expect(notices).toEqual(['x: q, note are ignored.'])
  })

  it.each([
    [
      '{distribution: unifrom, min: 0, max: 1}',
      'sweep.yaml:5:21: Unknown distribution "unifrom"; did you mean uniform?',
    ],
    ['{min: 0}', 'sweep.yaml:5:6: a range needs both min and max.'],
    ['{min: "0", max: 1}', 'sweep.yaml:5:12: Expected min to be a number; received "0".'],
    ['{min: 2, max: 1}', 'sweep.yaml:5:12: min 2 is above max 1.'],
    ['{distribution: log_uniform_values, min: 0, max: 1}', 'needs min above 0; received 0'],
    ['{distribution: log_uniform, min: 0, max: 1000}', 'Use log_uniform_values for bounds that are values.'],
    ['{distribution: int_uniform, min: 0.5, max: 2}', 'int_uniform needs integers'],
    ['{distribution: normal, sigma: 0}', 'sweep.yaml:5:6: x: '],
    ['{distribution: categorical}', 'x is categorical, so it needs values.'],
    ['{distribution: q_uniform, min: 0, max: 1, q: 0}', 'q must be above 0'],
    ['{}', 'x needs value, values, or min and max.'],
    ['{values: []}', 'at least one value'],
    ['{values: [1, 2], probabilities: [1]}', 'probabilities of x to be 2 numbers'],
    ['0.1', 'Expected x to be an object such as { value: 0.1 }.'],
    ['[1, 2]', 'Expected x to be an object such as { values: [1,2] }.'],
  ])('%s is refused with its place', async (flow, text) => {
    await expect(parameter(flow)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_SWEEP', message: expect.stringContaining(text) }) as Error,
    )
  })

  it('that is continuous is refused in a grid', async () => {
    await expect(parameter('{min: 0., max: 1.}', 'grid')).rejects.toThrow('ERR_SPACE_NOT_FINITE')
    await expect(parameter('{min: 0, max: 3}', 'grid')).resolves.toEqual([int(0, 3), []])
  })
})

describe('a W&B sweep', () => {
  it('flattens nested parameters, sorted by name', async () => {
    const { sweep } = await read(
      'method: bayes\nparameters: {z: {value: 1}, a: {parameters: {c: {min: 0, max: 4}, b: {parameters: {d: {value: 2}}}}}}\n',
    )
    expect(sweep.space?.dimensions.map(({ name }) => name)).toEqual(['a.b.d', 'a.c', 'z'])
  })

  it('reads metrics, targets and limits', async () => {
    const { sweep, notices } = await read(
      'method: custom\nprogram: a.py\nrun_cap: 7\nmetric: {name: acc, goal: maximize, target: 0.9, impute: worst, impute_while_running: best}\nparameters: {x: {value: 1}}\ncontroller: {type: local}\n',
    )
    expect(sweep).toMatchObject({ directions: { acc: 'maximize' }, target: 0.9, trials: 7, sampler: 'auto' })
    expect(notices).toEqual([
      'method custom has a search of its own in W&B; sampler auto is used instead.',
      'impute, impute_while_running of the metric acc are ignored: the model learns where trials fail.',
      'controller is ignored: it is for the services of W&B.',
    ])
    const several = await read(
      'method: bayes\nprogram: a.py\nparameters: {x: {value: 1}}\nmetrics: [{name: a, goal: maximize, target: 1}, {name: b}]\n',
    )
    expect(several.sweep.directions).toEqual({ a: 'maximize', b: 'minimize' })
    expect(several.notices.join(' ')).toMatch(/The metric b has no goal.*targets of several metrics/)
  })

  it.each([
    [
      'method: bayess\nparameters: {x: {value: 1}}',
      'sweep.yaml:1:9: Expected method to be grid, random, bayes or custom; received bayess; did you mean bayes?',
    ],
    ['method: bayes\njob: a\nparameters: {x: {value: 1}}', 'sweep.yaml:2:6: job runs a job of W&B Launch'],
    ['method: bayes\nimage_uri: a\nparameters: {x: {value: 1}}', 'image_uri runs'],
    ['method: bayes\nparameters: [1]', 'Expected parameters to be an object'],
    [
      'method: bayes\nmetric: loss\nparameters: {x: {value: 1}}',
      'Expected a metric to be an object with name and goal.',
    ],
    ['method: bayes\nrun_cap: many\nparameters: {x: {value: 1}}', 'Expected run_cap to be a number'],
    ['method: bayes\ncommand: python a.py\nparameters: {x: {value: 1}}', 'Expected command to be a list'],
    ['method: bayes\nparameters: {a: {parameters: {b: {value: 1}}}, a.b: {value: 2}}', 'a.b is declared twice'],
  ])('%j is refused', async (yaml, text) => {
    await expect(read(yaml)).rejects.toThrow(text)
  })
})

describe('the command of a W&B sweep', () => {
  const params = { lr: 1e-5, bias: true, bare: false, name: "it's", none: null, sizes: [1, 'a', 0.5] }

  /** The arguments that a command of these entries runs. */
  async function argv(entries: string): Promise<readonly string[]> {
    const names = Object.keys(params).map((name) => `${name}: {value: 1}`)
    const text = `method: bayes\nprogram: train.py\ncommand: ${entries}\nparameters: {${names.join(', ')}}\n`
    const { command } = (await read(text)).sweep
    if (!command) throw new Error('no command')
    const environment = { HOME_DIR: '/home' }
    return renderCommand(command, { number: 0, params, folder: '/t', paramsFile: '/t/params.json', environment })
  }

  // By W&B's agent: f"--{name}={value}" of Python values for each param.
  const all = ['lr=1e-05', 'bias=True', 'bare=False', "name=it's", 'none=None', "sizes=[1, 'a', 0.5]"]

  it.each<[string, readonly string[]]>([
    [
      '["${env}", "${interpreter}", "${program}", "${args}"]',
      ['/usr/bin/env', 'python', 'train.py', ...all.map((arg) => `--${arg}`)],
    ],
    ['["${args_no_hyphens}"]', all],
    ['["${args_append_hydra}"]', all.map((arg) => `+${arg}`)],
    ['["${args_override_hydra}"]', all.map((arg) => `++${arg}`)],
    [
      '["${args_no_equals}"]',
      all.flatMap((arg) => [`--${arg.slice(0, arg.indexOf('='))}`, arg.slice(arg.indexOf('=') + 1)]),
    ],
    ['["${args_no_boolean_flags}"]', ['--lr=1e-05', '--bias', "--name=it's", '--none=None', "--sizes=[1, 'a', 0.5]"]],
    ['["${args_json}"]', [JSON.stringify(params)]],
    ['["${args_json_file}"]', ['/t/params.json']],
    ['["--dir=${envvar:HOME_DIR}/x", "${lr}", "${misspelt}", "${now:%Y}"]', ['--dir=/home/x', '1e-05', '${now:%Y}']],
    ['[run, 0, 1.5, True, null, "--flag=${lr}"]', ['run', '0', '1.5', 'True', 'None', '--flag=${lr}']],
  ])('%s', async (entries, expected) => {
    expect(await argv(entries)).toEqual(expected)
  })
})
