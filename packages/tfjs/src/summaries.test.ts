import {
  boolean,
  type CompletedTrial,
  choice,
  createStudy,
  fixed,
  float,
  int,
  ordinal,
  type Params,
  space,
  when,
} from '@sweetspot/core'
import { expect, test } from 'vitest'
import { LINE_ARGS, line, lineModel, QUIET } from '../test/small-search.ts'
import { HyperModel } from './hypermodel.ts'
import { resultsText, spaceText } from './summaries.ts'
import { trialLines } from './trial-lines.ts'
import { RandomSearch } from './tuners/random-search.ts'

async function studyWithLines() {
  const lines: string[] = []
  const study = await createStudy({
    name: 'net',
    directions: { val_acc: 'maximize' },
    clock: { now: () => 0, after: () => () => {} },
    observers: [trialLines('val_acc', (text) => void lines.push(text))],
  })
  return { study, lines }
}

test('trialLines prints notices, and a line when a trial starts and when it ends', async () => {
  const { study, lines } = await studyWithLines()
  await study.enqueue({ units: 8, rate: 0.123456, kind: 'a' })
  for (const result of [0.98765432, Number.NaN, { state: 'failed', error: 'broken' }, { state: 'pruned' }] as const) {
    await study.tell(await study.ask(), result)
  }
  study.notice('Take note.')
  expect(lines).toEqual([
    'Trial 0: units = 8, rate = 0.1235, kind = "a"',
    'Trial 0: val_acc = 0.9877 after 0.0 s; best so far 0.9877 (trial 0)',
    'Trial 0 was given params that its objective did not ask for, so they were not used: units; rate; kind.',
    'Trial 1: no hyperparameters yet',
    'Trial 1: failed (val_acc is NaN) after 0.0 s; best so far 0.9877 (trial 0)',
    'Trial 2: no hyperparameters yet',
    'Trial 2: failed (broken) after 0.0 s; best so far 0.9877 (trial 0)',
    'Trial 3: no hyperparameters yet',
    'Trial 3: stopped early after 0.0 s; best so far 0.9877 (trial 0)',
    'Take note.',
  ])
})

test('resultsText lists the best and the failed trials', async () => {
  const { study } = await studyWithLines()
  for (const [value, units] of [
    [0.5, 8],
    [0.75, 16],
  ]) {
    await study.enqueue({ units } as Params)
    await study.tell(await study.ask(), value as number)
  }
  await study.tell(await study.ask(), Number.NaN)
  const best = [1, 0].map((number) => study.snapshot.trials.get(number) as CompletedTrial)
  expect(resultsText(study.snapshot, best)).toBe(
    [
      'Results of net: 2 completed, 0 pruned, 1 failed',
      '  val_acc = 0.75  trial 1: units = 16',
      '  val_acc = 0.5  trial 0: units = 8',
      '  failed: val_acc is NaN  trial 2: no hyperparameters yet',
    ].join('\n'),
  )
  await study.tell(await study.ask(), { state: 'failed', error: 'out of memory' })
  await study.tell(await study.ask(), { state: 'failed', error: 'unlucky' })
  expect(resultsText(study.snapshot, best, undefined, 2).split('\n').slice(3)).toEqual([
    '  failed: val_acc is NaN  trial 2: no hyperparameters yet',
    '  failed: out of memory  trial 3: no hyperparameters yet',
    '  … and 1 more failed',
  ])
  expect(resultsText(study.snapshot, best, undefined, 0).split('\n')).toHaveLength(3)
})

test('resultsText names the recommended trial if it is not the best', async () => {
  const study = await createStudy({
    name: 'net',
    space: space({ rate: float(0, 1) }),
    directions: { val_acc: 'maximize' },
  })
  for (let number = 0; number < 32; number += 1) {
    const rate = (number % 8) / 8
    await study.add({ rate }, number === 7 ? 0.99 : 0.8 - Math.abs(rate - 0.25) / 2 + ((number * 7) % 5) / 100)
  }
  const { mean, numbers } = study.recommend()
  expect(numbers).toEqual([2, 10, 18, 26])
  const lines = resultsText(study.snapshot, [study.best], study.recommend()).split('\n')
  expect(lines[1]).toBe('  val_acc = 0.99  trial 7: rate = 0.875')
  expect(lines[2]).toMatch(
    /^The best value may be luck; recommended is trial 2, with an expected val_acc = [\d.]+ \([\d.]+ to [\d.]+\): rate = 0.25$/,
  )
  expect(lines[2]).toContain(`val_acc = ${Number(mean.toPrecision(4))} (`)
  // No line if both are the same.
  const alike = await createStudy({ space: space({ rate: float(0, 1) }), directions: { val_acc: 'maximize' } })
  for (const rate of [0.1, 0.4, 0.7]) await alike.add({ rate }, 1 - rate)
  expect(resultsText(alike.snapshot, [alike.best], alike.recommend()).split('\n')).toHaveLength(2)
})

test('spaceText lists the hyperparameters', () => {
  const search = space({
    units: int(8, 64, { step: 8, default: 16 }),
    depth: int(1, 4),
    rate: float(1e-4, 0.1, { log: true }),
    dropout: float(0, 0.5, { step: 0.1 }),
    batch: ordinal([16, 32]),
    bias: boolean(),
    version: fixed('v1'),
    kind: choice({ dense: {}, conv: { filters: int(1, 8) } }),
    extra: when({ depth: { atLeast: 3 } }, boolean()),
  })
  expect(spaceText(search).split('\n')).toEqual([
    'Search space: 10 hyperparameters',
    '  units: int from 8 to 64 by 8, 16 by default',
    '  depth: int from 1 to 4',
    '  rate: float from 0.0001 to 0.1 on a log scale',
    '  dropout: float from 0 to 0.5 by 0.1',
    '  batch: 16 or 32',
    '  bias: true or false',
    '  version: always "v1"',
    '  kind: "dense" or "conv"',
    '  filters: int from 1 to 8, where kind is "conv"',
    '  extra: true or false, where depth ≥ 3',
  ])
})

test('a tuner prints and returns its summaries, and prints lines unless verbose is 0', async () => {
  lineModel(0.1).dispose() // TensorFlow.js greets when it is used first
  const printed: string[] = []
  const { log, warn } = console
  console.log = (text: string) => void printed.push(text)
  console.warn = console.log
  try {
    const { x, y } = line()
    const build = () => lineModel(0.1)
    const quiet = new RandomSearch(build, { ...QUIET, maxTrials: 1 })
    await quiet.search(x, y, LINE_ARGS)
    expect(printed).toEqual([])
    const tuner = new RandomSearch(build, { ...QUIET, verbose: 1, maxTrials: 1 })
    expect(printed).toEqual([])
    await tuner.search(x, y, LINE_ARGS)
    expect(printed.splice(0)).toEqual([
      expect.stringMatching(/^TensorFlow\.js computes with plain JavaScript/),
      'Trial 0: no hyperparameters yet',
      expect.stringMatching(/^Trial 0: val_loss = [\d.]+ after [\d.]+ s; best so far [\d.]+ \(trial 0\)$/),
    ])
    expect([tuner.resultsSummary(), await tuner.searchSpaceSummary()]).toEqual(printed)
    expect(printed.splice(0)[1]).toBe('Search space: 0 hyperparameters')
    for (const [own, given, lines] of [
      [1, 0, 0],
      [0, 1, 3],
    ] as const) {
      const other = new RandomSearch(build, { ...QUIET, verbose: own, maxTrials: 1 })
      await other.search(x, y, { ...LINE_ARGS, verbose: given })
      expect(printed.splice(0)).toHaveLength(lines)
    }
  } finally {
    Object.assign(console, { log, warn })
  }
})

test('a tuner prints no control characters of error messages and notices', async () => {
  const printed: string[] = []
  const { log } = console
  console.log = (text: string) => void printed.push(text)
  try {
    const { x, y } = line()
    class Failing extends HyperModel {
      override build() {
        return lineModel(0.1)
      }
      override fit(): number {
        throw new Error('\u001b[2Jbroken\u0007\nagain')
      }
    }
    const tuner = new RandomSearch(new Failing(), { ...QUIET, verbose: 1, maxTrials: 1 })
    await tuner.search(x, y, LINE_ARGS)
    expect(printed.at(-1)).toContain('failed (�[2Jbroken�\nagain)')
    expect(tuner.resultsSummary()).toContain('failed: �[2Jbroken�\nagain  trial 0')
    tuner.study.notice('\u001b[31mred')
    expect(printed.join('')).not.toMatch(/[^\P{Cc}\n]/u)
  } finally {
    console.log = log
  }
})
