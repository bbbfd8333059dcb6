import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatParameter } from '../../src/sweep/format-parameter.ts'
import { readSweepText } from '../../src/sweep/read-sweep-file.ts'
import { runIn } from './command-line.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-init-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
const text = (file = 'sweep.yaml') => readFileSync(join(folder, file), 'utf8')

/** The parameters, metrics and command of the sweep file that `init` writes. */
async function written() {
  const { code } = await runIn(folder, ['init'])
  expect(code).toBe(0)
  const { sweep, notices } = await readSweepText(text(), 'sweep.yaml')
  expect(notices).toEqual([])
  return {
    parameters: sweep.space?.dimensions.map(({ name, parameter }) => formatParameter(name, parameter)),
    directions: sweep.directions,
    metric: sweep.metric,
    command: sweep.command?.parts.map((part) => ('text' in part ? part.text.join('') : part.params)),
  }
}

const NODE_SCRIPT = `
import { parseArgs } from 'node:util'
const { values } = parseArgs({ options: {
  lr: { type: 'string', default: '0.1' },
  layers: { type: 'string', short: 'l', default: '2' },
  epochs: { type: 'string', default: '9' },
} })
console.log(JSON.stringify({ val_loss: (Math.log10(Number(values.lr)) + 2) ** 2 + Number(values.layers) }))
`

describe('init', () => {
  it('reads the options and the metric of a Python script with argparse', async () => {
    copyFileSync(join(import.meta.dirname, '../../../../examples/commands/train.py'), join(folder, 'train.py'))
    write('test_train.py', 'parser.add_argument("--no", default=1)\nprint(json.dumps({"loss": 1}))')
    expect(await written()).toEqual({
      parameters: ['lr=log:0.001..1.0', 'hidden=1..16', 'activation=tanh,relu'],
      directions: { val_acc: 'maximize' },
      metric: undefined,
      command: ['python3', 'train.py', 'named'],
    })
  })

  it.each([
    ['print(f"epoch {e} val_loss: {loss:.3f}")', 'val_loss', 'minimize', 'regex:val_loss:\\s*(\\S+)'],
    ['print(f"acc={acc}")', 'acc', 'maximize', 'regex:acc\\s*=\\s*(\\S+)'],
    ['sweetspot_trial.report(step, train_loss=a, val_loss=b)', 'val_loss', 'minimize', undefined],
    ['print(json.dumps(dict(seconds=t, score=s)))', 'seconds', 'minimize', undefined],
  ])('finds the metric of %s', async (line, name, direction, metric) => {
    write('fit.py', `parser.add_argument('-l', '--lr', type=float, default=1e-3)\n${line}\n`)
    const found = await written()
    expect(found).toMatchObject({ parameters: ['lr=log:1e-5..0.01'], directions: { [name]: direction } })
    const pattern = metric?.slice('regex:'.length)
    expect(found.metric).toEqual(pattern === undefined ? undefined : { kind: 'regex', pattern })
  })

  it.each(
    'dropout drop-path drop_path_rate criterion bidirectional logit_scale proportion layout reporting filters'.split(
      ' ',
    ),
  )('takes --%s for a parameter', async (name) => {
    write('fit.py', `parser.add_argument('--${name}', type=float, default=0.1)\nprint(json.dumps({"loss": 1}))\n`)
    expect((await written()).parameters).toEqual([expect.stringMatching(`^${name}=`)])
  })

  it.each([
    'epochs',
    'max-steps',
    'n_iter',
    'random_seed',
    'verbose',
    'numWorkers',
    'device',
    'gpu',
    'port',
    'host',
    'path',
    'logdir',
    'outDir',
    'output-file',
    'log_interval',
    'save_every',
    'data',
    'run-name',
  ])('leaves --%s as it is', async (name) => {
    const options = [name, 'lr'].map((option) => `parser.add_argument('--${option}', type=float, default=0.1)\n`)
    write('fit.py', `${options.join('')}print(json.dumps({"loss": 1}))\n`)
    expect((await written()).parameters).toEqual([expect.stringMatching(/^lr=/)])
  })

  it('keeps the name of a script one word', async () => {
    const name = "my train's {lr} {{lr}} #1.py"
    write(name, `parser.add_argument('--lr', type=float, default=0.1)\nprint(json.dumps({"loss": 1}))\n`)
    expect((await written()).command).toEqual([`python3`, name, 'named'])
  })

  it('quotes the name of the file in the commands that it advises', async () => {
    const { stderr } = await runIn(folder, ['init', 'my sweep.yaml'])
    expect(stderr).toContain("sweetspot run 'my sweep.yaml' --dry-run")
    expect(text('my sweep.yaml')).toContain("sweetspot run 'my sweep.yaml' --dry-run")
  })

  it.each([
    [
      'a Node script with parseArgs',
      'train.mjs',
      NODE_SCRIPT,
      'Wrote sweep.yaml for train.mjs: check the ranges of lr, layers.',
    ],
    [
      'a script that tells nothing',
      'odd.py',
      'print(1)',
      'an example: what odd.py takes and prints is not plain from its text',
    ],
    ['an empty folder', undefined, '', 'an example: put your program in its place'],
  ])('writes a file that runs as it stands, for %s', async (_, script, content, said) => {
    if (script !== undefined) write(script, content)
    const { stderr } = await runIn(folder, ['init'])
    expect(stderr).toContain(said)
    if (script === 'odd.py') expect(text()).toContain('# command: [python3, odd.py, --x, "{x}"')
    const result = await runIn(folder, ['run', 'sweep.yaml', '-n', '3', '--sampler', 'random'])
    expect([result.code, result.stdout]).toEqual([0, expect.stringMatching(/^.*Best (?:val_)?loss /s)])
  })

  it('writes keys that are right once their comments are removed', async () => {
    await runIn(folder, ['init'])
    const lines = text().replace(/^( *)# (\w+: )/gm, '$1$2')
    // Another command takes the place of that of the example.
    const only = lines.replace(/^command:\n(?: {2}- .*\n)+/m, '').replace(/^metric:.*\n/m, '')
    const { sweep } = await readSweepText(only, 'sweep.yaml')
    expect(sweep).toMatchObject({ timeout: 7_200_000, trialTimeout: 600_000, retries: 1, pruner: 'median', seed: 1 })
    expect(sweep.command?.parts[0]).toEqual({ text: ['python3'] })
  })

  it('replaces a file with --force only, and writes YAML only', async () => {
    write('mine.yaml', 'mine')
    const refused = await runIn(folder, ['init', 'mine.yaml'])
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('[ERR_FILE_EXISTS]')])
    expect(text('mine.yaml')).toBe('mine')
    expect((await runIn(folder, ['init', 'mine.yaml', '--force'])).code).toBe(0)
    expect(text('mine.yaml')).toContain('sweetspot run mine.yaml')
    expect((await runIn(folder, ['init', 'mine.json'])).stderr).toContain('Expected the name of a YAML file')
  })

  it('writes settings that are valid as they are and with each comment removed', async () => {
    await runIn(folder, ['init', '--settings'])
    expect((await runIn(folder, ['init', '--settings'])).stderr).toContain('[ERR_FILE_EXISTS]')
    const path = join(folder, 'sweetspot.yaml')
    expect((await runIn(folder, ['studies'])).code).not.toBe(2)
    write('sweetspot.yaml', text('sweetspot.yaml').replace(/^# (\w+: \S)/gm, '$1'))
    const { stdout } = await runIn(folder, ['--print-config', '--format', 'lines'])
    expect(stdout).toContain(`storage\t${join(folder, 'sweetspot.db')}\t${path}`)
    expect(existsSync(join(folder, 'sweetspot.db'))).toBe(false)
  })
})
