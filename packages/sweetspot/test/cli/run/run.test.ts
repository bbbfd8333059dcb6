import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { onlyEntry } from '../../only-entry.ts'
import { runIn } from '../command-line.ts'
import { type RunFolder, runFolder, TRAINING, TRAINING_PARAMS } from './run-folder.ts'

let folder: RunFolder
beforeEach(() => {
  folder = runFolder()
})
afterEach(() => folder[Symbol.dispose]())

describe('sweetspot run', () => {
  it('checks the first trial, runs the others, and prints the best one with its command line', async () => {
    const { code, stdout, stderr } = await folder.run(`${TRAINING_PARAMS} -n 6 -j 2`, TRAINING)
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')])
    const lines = stderr.split('\n')
    expect(lines[0]).toBe('Study train-mjs (new) · maximize acc · 2 params · sampler auto · sweetspot.db')
    expect(lines[1]).toMatch(/^trial 0 check: read acc=0\.\d+ from the last JSON object on stdout$/)
    expect(lines.filter((line) => /^trial \d completed with 0\.\d+/.test(line))).toHaveLength(6)
    expect(lines.at(-2)).toBe(
      'train-mjs: 6 completed. Continue: the same command with --more 20. Look: sweetspot trials train-mjs.',
    )
    const { best, attributes } = await folder.snapshot('train-mjs')
    const command = `node train.mjs --lr ${String(best?.params.lr)} --layers ${String(best?.params.layers)}`
    // Of a log, the last line is the result.
    expect(stdout.split('\n')[0]).toBe(`  ${command}`)
    expect(stdout).toMatch(
      new RegExp(`\nBest acc 0\\.\\d+ \\(trial ${best?.number}; expected 0\\.\\d+ ± 0\\.\\d+.*\\)\n$`),
    )
    expect(attributes['sweetspot.sampler']).toBe('auto')
    expect((await runIn(folder.path, ['best', '--as', 'command'])).stdout).toBe(`${command}\n`)
  })

  it('continues with the same command: -n is the total, --more adds', async () => {
    await folder.run(`${TRAINING_PARAMS} -n 3 --sampler random`, TRAINING)
    const again = await folder.run(`${TRAINING_PARAMS} -n 5 --sampler random`, TRAINING)
    expect(again.stderr).toContain('Study train-mjs (3 trials so far) · maximize acc')
    expect((await folder.snapshot('train-mjs')).counts.completed).toBe(5)
    const none = await folder.run(`${TRAINING_PARAMS} -n 5`, TRAINING)
    expect([none.code, none.stderr]).toEqual([0, expect.not.stringContaining('completed with')])
    expect(none.stderr).toContain('sampler random')
    expect(none.stdout).toContain('Best acc')
    // Everything but the command comes from the study.
    await folder.run('--more 2', TRAINING)
    expect((await folder.snapshot('train-mjs')).counts.completed).toBe(7)
    expect((await folder.run('--more 2 -n 4', TRAINING)).code).toBe(2)
  })

  it('adopts a changed space with a notice, and refuses another metric', async () => {
    await folder.run(`${TRAINING_PARAMS} -n 2 --sampler random`, TRAINING)
    const { code, stderr } = await folder.run(
      '-p lr=log:1e-4..1e-2 -p layers=1..8 --maximize acc -n 4 --sampler random',
      TRAINING,
    )
    expect([code, stderr]).toEqual([0, expect.stringContaining('The search space of train-mjs has changed: ')])
    const other = await folder.run(`-p lr=log:1e-5..1e-1 -p layers=1..8 --minimize loss`, TRAINING)
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('[ERR_STUDY_MISMATCH]')])
    expect(other.stderr).toContain('sweetspot show train-mjs')
  })

  it('speaks of the command line in notices and errors', async () => {
    await folder.run(`${TRAINING_PARAMS} -n 2 --sampler random`, TRAINING)
    const { stderr } = await folder.run('-p lr=0.5..1.0 -p layers=1..8 -n 3 --sampler random', TRAINING)
    expect(stderr).toContain('The others stay in the list of trials only.')
    expect(stderr).toContain('The best trials and the recommendation leave out')
    expect(stderr).not.toMatch(/study\.|bestTrials/)
    const other = await folder.run('--minimize acc', TRAINING)
    expect(other.stderr).toContain('is now opened to minimize acc. [ERR_STUDY_MISMATCH]')
    folder.script('sweep.yaml', 'space: { x: 0.0..1.0 }')
    expect((await folder.run('sweep.yml')).stderr).toContain('Did you mean sweep.yaml?')
  })

  it('stops at once if the first trial leaves no metric, and shows how to report one', async () => {
    folder.script('noisy.mjs', "console.log('epoch 1\\nval accuracy: 0.5 of 1'); console.error('a warning')")
    const words = '-p lr=0.0..1.0 --maximize acc -n 4 -j 2 --sampler random'
    const { code, stdout, stderr } = await folder.run(words, ['node', 'noisy.mjs', '{params.json}'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.split('\n').slice(1)).toEqual([
      'error: Trial 0 has no value of acc. There is no JSON object on stdout; lines read: 2. [ERR_METRIC_NOT_FOUND]',
      '  Nothing is lost: the trial is in the queue, and runs again with the same params.',
      '  The command printed:',
      expect.stringMatching(/^ {4}\| (?:epoch 1|a warning)$/),
      expect.stringMatching(/^ {4}\| /),
      expect.stringMatching(/^ {4}\| /),
      '  Report the metric in one of these ways, then run the same command again:',
      '    1. print a JSON object on a line of its own: {"acc": 0.93}',
      "    2. leave the program as it is, and say where the number is: --metric 'regex:accuracy: (\\S+)'",
      "       or --metric file:'{dir}/metrics.json'",
      '    3. in Python: import sweetspot_trial; sweetspot_trial.report(acc=…)',
      "       in Node: import { report } from 'sweetspot/trial'; report({ acc: … })",
      '',
    ])
    const { counts, trials } = await folder.snapshot('noisy-mjs')
    expect([counts.waiting, counts.failed]).toEqual([1, 0])
    const fixed = await folder.run(`${words} --metric regex:accuracy:.(\\S+)`, ['node', 'noisy.mjs', '{params.json}'])
    expect([fixed.code, fixed.stderr]).toEqual([
      0,
      expect.stringContaining('trial 0 check: read acc=0.5 from the last match'),
    ])
    expect((await folder.snapshot('noisy-mjs')).trials.get(0)).toMatchObject({
      attempt: 2,
      params: trials.get(0)?.params,
    })
  })

  it('gives up after three first failures within a minute, and after --max-failures in a row', async () => {
    folder.script('broken.mjs', "throw new Error('no data')")
    const first = await folder.run('-p x=0.0..1.0 --minimize loss', ['node', 'broken.mjs'])
    expect([first.code, first.stderr]).toEqual([
      5,
      expect.stringContaining('error: The first 3 trials failed. The last error: '),
    ])
    expect(first.stderr).toContain('no data. Its output: sweetspot logs broken-mjs 2. [ERR_TOO_MANY_FAILURES]')
    expect((await folder.snapshot('broken-mjs')).counts.failed).toBe(3)
    const five = await folder.run('-p x=0.0..1.0 --minimize loss --max-failures 5 --study five', ['node', 'broken.mjs'])
    expect([five.code, five.stderr]).toEqual([5, expect.stringContaining('5 trials in a row failed.')])
    const one = await folder.run('-p x=0.0..1.0 --minimize loss -n 1 --study one', ['node', 'broken.mjs'])
    expect([one.code, one.stdout]).toEqual([1, ''])
  })

  it('runs a failing trial again, after a delay', async () => {
    folder.script(
      'flaky.mjs',
      "if (process.env.SWEETSPOT_ATTEMPT === '1') throw new Error('busy'); console.log('{\"loss\": 1}')",
    )
    const started = performance.now()
    const { code, stderr } = await folder.run('-p x=0.0..1.0 --minimize loss -n 1 --retries 2 --retry-delay 300ms', [
      'node',
      'flaky.mjs',
    ])
    expect([code, stderr]).toEqual([0, expect.stringContaining('trial 0 completed with 1')])
    expect(performance.now() - started).toBeGreaterThan(150)
    expect((await folder.snapshot('flaky-mjs')).trials.get(0)).toMatchObject({ attempt: 2 })
  })

  it('stops a trial after --trial-timeout, and the run after --timeout and at --target', async () => {
    folder.script(
      'slow.mjs',
      "if (process.argv[2] === '1') setInterval(() => {}, 1000); else console.log('{\"loss\": 2}')",
    )
    const words = '-p x=1,2 --minimize loss --sampler grid --study slow --trial-timeout 8s'
    const { stderr } = await folder.run(words, ['node', 'slow.mjs', '{x}'])
    expect(stderr.match(/combinations/g)).toHaveLength(1)
    expect(stderr).toContain('The grid has 2 combinations.')
    expect(stderr).toContain('Every combination has been tried.')
    const { trials } = await folder.snapshot('slow')
    expect([...trials].map((trial) => ('reason' in trial ? trial.reason : trial.state))).toEqual([
      'timeout',
      'completed',
    ])
    const target = await folder.run(`${TRAINING_PARAMS} --target 0.1 --sampler random`, TRAINING)
    expect([target.code, target.stderr]).toEqual([0, expect.stringContaining('1 completed. The target is reached.')])
    const timeout = await folder.run(`${TRAINING_PARAMS} --timeout 500ms --sampler random --study t`, TRAINING)
    expect([timeout.code, timeout.stderr]).toEqual([0, expect.stringContaining('The time is over.')])
  })

  it('passes values as they are: by arguments, environment and JSON', async () => {
    folder.script(
      'show.mjs',
      `import { readFileSync, writeFileSync } from 'node:fs'
       const { SWEETSPOT_PARAMS_FILE, SWEETSPOT_PARAM_TEXT, SWEETSPOT_DIR } = process.env
       const json = JSON.parse(readFileSync(SWEETSPOT_PARAMS_FILE, 'utf8'))
       writeFileSync(SWEETSPOT_DIR + '/seen.json', JSON.stringify([process.argv[2], SWEETSPOT_PARAM_TEXT, json.text]))
       console.log('{"loss": 1}')`,
    )
    const texts = ['1e-5', '--x', `it's "quoted"`, '$(id)', '`id`', '{x}', 'a b', '*']
    const list = texts.map((text) => JSON.stringify(text)).join(',')
    const words = 'run --minimize loss --sampler grid -p'.split(' ')
    const { code, stderr } = await runIn(folder.path, [...words, `text=${list}`, '--', 'node', 'show.mjs', '{text}'])
    expect([code, stderr]).toEqual([0, expect.stringContaining('may be read as an option')])
    const seen = texts.map((_, number) =>
      JSON.parse(readFileSync(join(onlyEntry(join(folder.path, 'sweetspot-trials')), `${number}/seen.json`), 'utf8')),
    ) as string[][]
    expect(new Set(seen.map((all) => all.join('\n')))).toEqual(
      new Set(texts.map((text) => [text, text, text].join('\n'))),
    )
  })

  it('reads a sweep file, over which options have priority, and a sweep of W&B as it is', async () => {
    folder.script(
      'sweep.yaml',
      'space:\n  lr: log:1e-5..1e-1\n  layers: 1..8\nmaximize: acc\nsampler: random\ntrials: 3\ncommand: node train.mjs --lr {lr} --layers {layers}\n',
    )
    expect((await folder.run('sweep.yaml')).code).toBe(0)
    expect((await folder.snapshot('train-mjs')).counts.completed).toBe(3)
    expect((await folder.run('sweep.yaml -n 4 -p layers=4 --study other')).code).toBe(0)
    const { trials, counts } = await folder.snapshot('other')
    expect([counts.completed, ...[...trials].map(({ params }) => params.layers)]).toEqual([4, 4, 4, 4, 4])
    folder.script(
      'wandb.yaml',
      'program: wandb.mjs\nmethod: random\nmetric: {name: acc, goal: maximize}\nrun_cap: 2\nproject: mnist\nparameters:\n  lr: {min: 0.1, max: 0.9}\n  n: {values: [1, 2]}\ncommand: [node, "${program}", "${args}"]\nearly_terminate: {type: hyperband, min_iter: 3}\n',
    )
    folder.script(
      'wandb.mjs',
      "console.log(JSON.stringify({ acc: Number(/--lr=(\\S+)/.exec(process.argv.join(' '))[1]) }))",
    )
    const { code, stderr } = await folder.run('wandb.yaml')
    expect([code, stderr]).toEqual([0, expect.stringContaining('trial 0 check: read acc=0.')])
    expect(stderr).toContain('The pruner auto is the median rule for now.')
    expect((await folder.snapshot('wandb-mjs')).counts.completed).toBe(2)
  })

  it('prints only the result with --quiet, and the result as data with --format', async () => {
    const quiet = await folder.run(`${TRAINING_PARAMS} -n 2 --quiet --sampler random`, TRAINING)
    expect([quiet.code, quiet.stderr, quiet.stdout.split('\n')]).toEqual([
      0,
      '',
      [expect.stringMatching(/^ {2}node train/), expect.stringMatching(/^Best acc 0/), ''],
    ])
    const json = await folder.run(`${TRAINING_PARAMS} -n 3 --sampler random --format json`, TRAINING)
    expect(JSON.parse(json.stdout)).toMatchObject({
      study: 'train-mjs',
      reason: 'trials',
      exitCode: 0,
      counts: { completed: 3 },
      best: { command: expect.stringContaining('node train.mjs --lr 0.') },
      recommended: { confidence: 0.95 },
    })
  })

  it('prints each event as a line of JSON with --json', async () => {
    folder.script(
      'steps.mjs',
      'for (let step = 1; step < 4; step++) console.log(JSON.stringify({ step, loss: 1 / step }))',
    )
    const { code, stdout, stderr } = await folder.run('-p x=0.0..1.0 --minimize loss -n 2 --sampler random --json', [
      'node',
      'steps.mjs',
    ])
    expect([code, stderr]).toEqual([0, ''])
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly event: string })
    const reports = ['trial-started', 'trial-reported', 'trial-reported', 'trial-reported']
    expect(events.map(({ event }) => event)).toEqual(
      ['study', reports, 'check', 'trial-finished', reports, 'trial-finished', 'result'].flat(),
    )
    expect(events[0]).toMatchObject({ study: 'steps-mjs', isNew: true, directions: { loss: 'minimize' }, trials: 2 })
    expect(events[2]).toMatchObject({ trial: 0, step: 1, values: { loss: 1 } })
    expect(events[6]).toMatchObject({ trial: 0, state: 'completed', values: { loss: 1 / 3 }, best: 0 })
    expect(events.at(-1)).toMatchObject({ exitCode: 0, best: { number: 0 } })
  })

  it('finds the front of two metrics, and trials that meet a bound', async () => {
    folder.script(
      'two.mjs',
      'const x = Number(process.argv[2]); console.log(JSON.stringify({ loss: (x - 2) ** 2, time: x, mem: x }))',
    )
    const command = ['node', 'two.mjs', '{x}']
    const two = await folder.run('-p x=0,1,2,3 --minimize loss --minimize time --sampler grid', command)
    expect(two.stdout.split('\n')).toEqual([
      '3 trials are on the front of loss, time:',
      ...[0, 1, 2].flatMap((x) => [`  trial ${x}: loss ${(x - 2) ** 2}, time ${x}`, `    node two.mjs ${x}`]),
      '',
    ])
    const bound = await folder.run('-p x=0,1,2,3 --minimize loss --constraint mem<=1 --sampler grid --study b', command)
    expect(bound.stdout).toContain('node two.mjs 1\nBest loss 1 (trial 1;')
    expect(bound.stderr).toContain('infeasible (mem 2 > 1)')
  })

  it.each([40, 80])(
    'draws its display and its result within %i columns of a terminal, and plain lines in CI',
    async (terminal) => {
      const { stdout, stderr } = await folder.run(`${TRAINING_PARAMS} -n 6 --sampler random`, TRAINING, { terminal })
      expect(stderr).toContain('\u001b[J')
      const shown = stripVTControlCharacters(`${stderr}\n${stdout}`).split(/[\n\r]/)
      // Command lines are not broken, so that they can be copied.
      expect(shown.filter((line) => line.length > terminal && !line.includes('node train.mjs'))).toEqual([])
      expect(stdout).toMatch(/^\u001b\[1mBest acc /)
      const plain = await folder.run(`${TRAINING_PARAMS} --more 1`, TRAINING, { terminal, env: { CI: '1' } })
      expect(plain.stderr + plain.stdout).not.toContain('\u001b')
      expect(plain.stderr).toContain('trial 6 completed with')
    },
  )

  it('checks everything and writes nothing with --dry-run', async () => {
    const { code, stdout } = await folder.run(`${TRAINING_PARAMS} --dry-run --format json`, TRAINING)
    const { commands, ...others } = JSON.parse(stdout) as { readonly commands: readonly string[] }
    expect([code, others]).toEqual([0, expect.objectContaining({ study: 'train-mjs', isNew: true, trials: 50 })])
    expect(commands).toHaveLength(3)
    expect(commands[0]).toMatch(/^node train\.mjs --lr [\d.]+ --layers \d$/)
    expect(existsSync(join(folder.path, 'sweetspot.db'))).toBe(false)
  })

  it.each([
    ['-p x=0.0..1.0 --minimize loss', [], 2, 'Expected a command to run, after --, or in a sweep file.'],
    ['-p x=0.0..1.0 --minimize loss node train.mjs', [], 2, 'Write -- before the command.'],
    ['-p x=0.0..1.0 --minimize loss node', [], 2, 'write -- before it: sweetspot run … -- node …'],
    ['--minimize loss', TRAINING, 2, 'Expected parameters to tune, such as -p lr=log:1e-5..1e-1.'],
    [
      '-p lr=0.0..1.0 -p layers=1..2',
      TRAINING,
      2,
      'Expected the metric to tune for: --maximize NAME or --minimize NAME.',
    ],
    ['-p lr=0.0..1.0 -p layers=1..2 --minimize a --minimize b --target 1', TRAINING, 2, 'this study has 2: a, b.'],
    ['-p lr=0.0..1.0 --minimize a', TRAINING, 2, 'Unknown placeholder {layers}'],
    ['-p lr=0.0..1.0 -p layers=1..2 -p z=1..2 --minimize a', TRAINING, 2, 'The command does not use {z}.'],
    ['-p lr=1..0 --minimize a', TRAINING, 2, 'did you mean lr=0..1?'],
    ['-p lr=0.0..1.0 -p layers=1..2 --minimize a --timeout 5', TRAINING, 2, 'Expected --timeout to be a duration'],
    ['-p lr=0.0..1.0 -p layers=1..2 --minimize a --gpus x', TRAINING, 2, 'Expected --gpus to be auto, or numbers'],
    ['-p lr=0.0..1.0 -p layers=1..2 --minimize a --metric csv', TRAINING, 2, 'Expected --metric to be json, file:PATH'],
    [
      '-p lr=0.0..1.0 -p layers=1..2 --minimize a --memory-limit 9',
      TRAINING,
      2,
      'Expected --memory-limit to be a size',
    ],
    ['-p lr=0.0..1.0 -p layers=1..2 --minimize a -j 0', TRAINING, 2, 'Expected -j to be at least 1; received 0.'],
    ['-p lr=0.0..1.0 -p layers=1..2 --minimize a --sampler grid', TRAINING, 2, '[ERR_SPACE_NOT_FINITE]'],
    ['-p lr=0.0..1.0 --minimize a', ['nodde', '{lr}'], 2, 'The program nodde was not found'],
    ['--minimise a', TRAINING, 2, 'Did you mean --minimize?'],
    [
      'train.py',
      [],
      2,
      'train.py is no sweep file, which is YAML, JSON, TypeScript or JavaScript. If it is the command',
    ],
    ['train.mjs', [], 2, 'If it is the command to run, write -- before it.'],
    ['-p lr=1-8 --minimize a', TRAINING, 2, 'The forms are 1..8, 0.0..1.0, log:1e-5..1e-1,'],
    ['none.yaml', TRAINING, 2, 'The sweep file none.yaml does not exist. [ERR_USAGE]'],
  ] as const)('refuses %s', async (words, command, exitCode, message) => {
    const { code, stderr, stdout } = await folder.run(words, command)
    expect([code, stdout]).toEqual([exitCode, ''])
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it('shows the names of environment variables in command lines, not their values', async () => {
    folder.script(
      'wandb.yaml',
      'program: train.mjs\nmethod: random\nmetric: {name: acc, goal: maximize}\nparameters:\n  lr: {min: 0.1, max: 0.9}\ncommand: [node, "${program}", "--token=${envvar:HOME}", "--layers", "3", "--lr", "0.5", "${args}"]\n',
    )
    const { code, stdout } = await folder.run('wandb.yaml -n 1')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ {2}node train\.mjs '--token='"\$HOME"'' --layers 3 /)])
  })

  it('checks the command of a file against the space that it runs with', async () => {
    folder.script('sweep.yaml', 'space: { lr: 0.0..1.0 }\nminimize: loss\ncommand: node train.mjs {lr}\n')
    const { code, stderr } = await folder.run('sweep.yaml -p extra=1..2')
    expect([code, stderr]).toEqual([2, expect.stringContaining('The command does not use {extra}.')])
  })

  it('refuses a stopped study until it is resumed', async () => {
    await folder.run(`${TRAINING_PARAMS} -n 1 --sampler random`, TRAINING)
    await runIn(folder.path, ['stop', 'train-mjs'])
    const { code, stderr } = await folder.run(`${TRAINING_PARAMS} -n 2`, TRAINING)
    expect([code, stderr]).toEqual([1, expect.stringContaining('sweetspot resume train-mjs')])
    await runIn(folder.path, ['resume', 'train-mjs'])
    expect((await folder.run(`${TRAINING_PARAMS} -n 2 --sampler random`, TRAINING)).code).toBe(0)
  })
})
