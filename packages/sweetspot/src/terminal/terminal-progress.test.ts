import {
  createStudy,
  float,
  int,
  type OutcomeConstraint,
  type RunningTrial,
  randomSampler,
  space,
  type Trial,
} from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { VirtualTerminal } from '../../test/virtual-terminal.ts'
import { terminalProgress } from './terminal-progress.ts'

const search = space({ first_hidden: int(32, 256, { step: 32 }), learning_rate: float(1e-3, 1e-1, { log: true }) })

const NONE = {} as { readonly memory: OutcomeConstraint }

/** A study with a manual clock, and its display on a terminal with the given number of columns. */
async function watched({ columns = 80, live = true, trials = 4, steps = 5, constraints = NONE } = {}) {
  const time = { now: 1_000_000 }
  const terminal = new VirtualTerminal(live ? columns : Number.POSITIVE_INFINITY)
  const progress = terminalProgress({ stream: terminal, trials, steps, stepName: 'epoch', live, now: () => time.now })
  const study = await createStudy({
    name: 'net',
    space: search,
    directions: { val_acc: 'maximize' },
    constraints,
    sampler: randomSampler(),
    seed: 1,
    clock: { now: () => time.now, after: () => () => {} },
    observers: [progress],
  })
  return { time, terminal, progress, study }
}

const text = (terminal: VirtualTerminal) => terminal.lines.join('\n')

describe('terminalProgress on a terminal', () => {
  it('shows the running trial, its steps, the best trial and the remaining time', async () => {
    const { time, terminal, progress, study } = await watched()
    const first = await study.ask()
    expect(text(terminal)).toContain('#0  epoch 0 of 5 ░░░░░░░░░░░░░░░░  0.0 s')
    expect(text(terminal)).toContain('0 of 4 trials · 0.0 s so far')
    time.now += 10_000
    await study.tell(first, 0.9)
    const second = await study.ask()
    for (const accuracy of [0.5, 0.75]) {
      time.now += 2_000
      second.report({ val_acc: accuracy, loss: 1 })
    }
    const lines = terminal.lines
    expect(lines[0]).toMatch(/^ ★ #0 {2}0\.9 {7}10\.0 s {2}first_hidden=\d+ learning_rate=0\.\d+$/)
    expect(lines[1]).toBe(' ▸ #1  epoch 2 of 5 ██████▍░░░░░░░░░  4.0 s  val_acc 0.75 · loss 1')
    expect(lines[2]).toMatch(/^ {7}first_hidden=\d+ learning_rate=0\.\d+$/)
    // 1.4 trials in 14 s: the remaining 2.6 need 26 s.
    expect(lines[3]).toBe(' █████▋░░░░░░░░░░  1 of 4 trials · about 26 s left · 14.0 s so far')
    expect(lines[4]).toMatch(/^ ★ best val_acc 0\.9 in #0 {2}first_hidden=/)
    expect(lines).toHaveLength(5)
    progress.close()
    expect(terminal.lines.slice(1)).toEqual([' 1 trial · 14.0 s · best val_acc 0.9 in trial 0'])
  })

  it('writes a line for each finished trial above the block', async () => {
    const { time, terminal, progress, study } = await watched({ trials: 5 })
    const results = [
      0.5,
      { state: 'pruned' },
      { state: 'failed', error: 'out of \u001b[2Jmemory\nat line 3' },
      0.8,
      0.7,
    ] as const
    for (const result of results) {
      const trial = await study.ask()
      time.now += 3_000
      await study.tell(trial, result)
    }
    progress.close()
    progress.close()
    expect(terminal.lines.map((line) => line.slice(0, 31).trimEnd())).toEqual([
      expect.stringMatching(/^ ★ #0 {2}0\.5 {8}3\.0 s {2}first_/),
      expect.stringMatching(/^ ◇ #1 {2}pruned {5}3\.0 s {2}first_/),
      ' ✗ #2  failed     3.0 s  out of',
      expect.stringMatching(/^ ★ #3 {2}0\.8 {8}3\.0 s {2}first_/),
      expect.stringMatching(/^ · #4 {2}0\.7 {8}3\.0 s {2}first_/),
      ' 5 trials (1 pruned, 1 failed)',
    ])
    expect(terminal.lines[2]).toMatch(/out of �\[2Jmemory$/)
    expect(terminal.lines.at(-1)).toBe(' 5 trials (1 pruned, 1 failed) · 15.0 s · best val_acc 0.8 in trial 3')
  })

  it('marks infeasible trials, which are never the best', async () => {
    const { terminal, progress, study } = await watched({ constraints: { memory: { atMost: 8 } } })
    for (const memory of [9, undefined, 8]) {
      await study.tell(await study.ask(), { val_acc: 0.5, memory })
      if (memory === 9) expect(text(terminal)).not.toContain('best val_acc')
    }
    expect(terminal.lines.slice(0, 3)).toEqual([
      expect.stringMatching(/^ △ #0 {2}0\.5 .* ms {2}memory 9 > 8 {2}first_/),
      expect.stringMatching(/^ △ #1 {2}0\.5 .* ms {2}memory not measured {2}f/),
      expect.stringMatching(/^ ★ #2 {2}0\.5 .* ms {2}first_hidden/),
    ])
    progress.close()
    expect(terminal.lines.at(-1)).toMatch(/ · best val_acc 0\.5 in trial 2$/)
  })

  it.each([30, 40, 60, 80, 200])('never writes a line that wraps at %i columns', async (columns) => {
    // The terminal throws if a line is too wide.
    const { terminal, progress, study } = await watched({ columns, trials: 1000 })
    const trials: Trial<unknown, 'val_acc'>[] = []
    for (let count = 0; count < 9; count += 1) trials.push(await study.ask())
    for (const trial of trials) trial.report({ val_acc: 0.123456, 'a metric with a long name 学習': 1e-9 })
    expect(text(terminal)).toMatch(/and 3 more running/)
    for (const { number } of trials) await study.tell(number, { state: 'failed', error: 'x'.repeat(300) })
    progress.close()
    expect(terminal.lines.length).toBe(10)
  })

  it('removes a requeued trial', async () => {
    const { terminal, study } = await watched()
    await study.requeue(await study.ask(), 'aborted')
    const again = await study.ask()
    expect(again.number).toBe(0)
    expect(text(terminal)).toContain('attempt 2')
    expect(terminal.lines.filter((line) => line.includes('▸'))).toHaveLength(1)
  })

  it('redraws its block after the window has become narrower', async () => {
    const { terminal, progress, study } = await watched({ columns: 80 })
    const trial = await study.ask()
    terminal.resize(45)
    progress.notice?.('narrow')
    expect(terminal.lines.map((line) => line.slice(0, 9))).toEqual([' · narrow', ' ▸ #0  ep', '       fi', ' ░░░░░░░░'])
    terminal.resize(30)
    await study.tell(trial, 1)
    expect(terminal.lines.map((line) => line.slice(0, 9))).toEqual([' · narrow', ' ★ #0  1 ', ' ████░░░░', ' ★ best v'])
  })

  it.each([60, 80, 120])(
    'breaks notices at %d columns between words, and colours none as a warning',
    async (columns) => {
      const { terminal, progress } = await watched({ columns })
      const notice =
        'TensorFlow.js computes with WebAssembly (the fastest that loads here; native TensorFlow (@tensorflow/tfjs-node) is not used: it is not installed).'
      progress.notice?.(notice)
      const lines = terminal.lines.filter((line) => line !== '')
      expect(lines.every((line) => line.length < columns)).toBe(true)
      expect(lines.map((line) => line.trim()).join(' ')).toBe(`· ${notice}`)
      expect(terminal.written).not.toContain('\u001b[33m')
    },
  )

  it('shows notices without control characters', async () => {
    const { terminal, progress, study } = await watched()
    await study.ask()
    progress.notice?.('Trial 3 was \u001b[31mlost')
    expect(terminal.lines[0]).toBe(' · Trial 3 was �[31mlost')
  })
})

describe('terminalProgress without a terminal', () => {
  it('names unmet constraints, and reports if no trial is feasible', async () => {
    const { terminal, progress, study } = await watched({ live: false, constraints: { memory: { atMost: 8 } } })
    await study.tell(await study.ask(), { val_acc: 0.5, memory: 9 })
    progress.close()
    const [line, end] = terminal.written.split('\n')
    expect(line).toMatch(/^trial 0 completed with 0\.5, infeasible \(memory 9 > 8\), in 0 ms: first_hidden=/)
    expect(end).toMatch(/^1 trial · .* · none meets all constraints$/)
  })

  it('writes a plain line for each finished trial', async () => {
    const { time, terminal, progress, study } = await watched({ live: false })
    const results = [0.5, { state: 'pruned' }, { state: 'failed', error: 'no\nmore' }, 0.8] as const
    for (const result of results) {
      const trial = await study.ask()
      trial.report(0.1)
      time.now += 61_000
      await study.tell(trial, result)
    }
    study.notice('Take care.')
    progress.close()
    const params = (number: number) => {
      const { first_hidden, learning_rate } = (study.trials[number] as RunningTrial).params
      return `first_hidden=${String(first_hidden)} learning_rate=${Number((learning_rate as number).toPrecision(4))}`
    }
    expect(terminal.written.split('\n')).toEqual([
      `trial 0 completed with 0.5, the best so far, in 1 m 01 s: ${params(0)}`,
      `trial 1 pruned after 1 m 01 s: ${params(1)}`,
      `trial 2 failed (no) after 1 m 01 s: ${params(2)}`,
      `trial 3 completed with 0.8, the best so far, in 1 m 01 s: ${params(3)}`,
      'sweetspot: Take care.',
      '4 trials (1 pruned, 1 failed) · 4 m 04 s · best val_acc 0.8 in trial 3',
      '',
    ])
  })

  it('ends with the recommended trial if the best value is probably luck', async () => {
    for (const recommended of [true, false]) {
      const terminal = new VirtualTerminal(Number.POSITIVE_INFINITY)
      const progress = terminalProgress({ stream: terminal, live: false, recommended })
      const study = await createStudy({ space: space({ x: float(0, 1) }), seed: 1, observers: [progress] })
      for (let number = 0; number < 32; number += 1) {
        const x = (number % 8) / 8
        await study.enqueue({ x })
        const noise = ((number * 7) % 5) / 5
        await study.tell(await study.ask(), number === 7 ? -3 : 10 * Math.abs(x - 0.25) + noise)
      }
      progress.close()
      const end = terminal.written.split('\n').at(-2)
      expect(end).toMatch(recommended ? /best value -3 in trial 7 · recommended trial 2$/ : /best value -3 in trial 7$/)
    }
  })

  it('is the default if the stream is not a terminal', () => {
    const pipe = new VirtualTerminal(80, false)
    const progress = terminalProgress({ stream: pipe })
    progress.notice?.('hello')
    progress.close()
    expect(pipe.written).toBe('sweetspot: hello\n')
  })
})
