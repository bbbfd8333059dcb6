import { createStudy, float, int, randomSampler, space } from '@sweetspot/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { paletteFor } from '../../../src/cli/output/palette.ts'
import { jsonDisplay } from '../../../src/cli/run/display/json-display.ts'
import { liveDisplay } from '../../../src/cli/run/display/live-display.ts'
import { plainDisplay } from '../../../src/cli/run/display/plain-display.ts'
import type { RunDisplay, ShownRun } from '../../../src/cli/run/display/run-display.ts'
import { VirtualTerminal } from '../../virtual-terminal.ts'

const search = space({ lr: float(1e-5, 1e-1, { scale: 'log' }), layers: int(1, 8) })

/** Local noon, so that the expected ends do not depend on the zone. */
const NOON = new Date(2026, 0, 2, 12).getTime()

interface Made {
  readonly display: RunDisplay
  readonly terminal: VirtualTerminal
  readonly time: { now: number }
}

type Make = (terminal: VirtualTerminal, now: () => number) => RunDisplay

const live: Make = (stream, now) => liveDisplay({ stream, now, paint: paletteFor(stream, {}) })

/** A run of a study with a manual clock. */
async function shown({ columns = 80, make = live, trials = 40 as number | undefined, metrics = ['acc'] } = {}) {
  const time = { now: NOON }
  const terminal = new VirtualTerminal(columns)
  const display = make(terminal, () => time.now)
  const study = await createStudy({
    name: 'train-py',
    space: search,
    directions: Object.fromEntries(metrics.map((metric) => [metric, 'maximize' as const])),
    sampler: randomSampler(),
    seed: 1,
    clock: { now: () => time.now, after: () => () => {} },
    observers: [display],
  })
  const run: ShownRun = {
    name: 'train-py',
    isNew: true,
    goal: 'maximize acc',
    parameters: ['lr', 'layers'],
    sampler: 'auto',
    pruner: 'none',
    storage: 'sweetspot.db',
    trials,
    deadline: undefined,
    snapshot: () => study.snapshot,
  }
  display.begin(run)
  const made: Made = { display, terminal, time }
  return { ...made, study, run }
}

/** A run with results, failures, a pruned trial and two running ones. */
async function busy(options?: Parameters<typeof shown>[0]) {
  const made = await shown(options)
  const { time, study, display } = made
  const step = (milliseconds = 2_000) => {
    time.now += milliseconds
  }
  display.say('trial 0 check: read acc=0.81 from the last JSON object on stdout', 'check')
  const results = [
    { acc: 0.81 },
    { acc: 0.8534 },
    { state: 'failed', error: 'The command ended with exit code 1: loss is NaN.\nat step 3' },
    { acc: 0.9312 },
    { state: 'pruned' },
    { state: 'failed', error: 'out of \u001b[2Jmemory', reason: 'memory' },
    { acc: 0.91 },
    { acc: 0.7 },
    { acc: 0.88 },
  ] as const
  for (const result of results) {
    const trial = await study.ask()
    step()
    await study.tell(trial, result)
  }
  step()
  const running = [await study.ask(), await study.ask()]
  for (const value of [0.2, 0.5, 0.7, 0.8, 0.85]) {
    step(500)
    running[0]?.report({ acc: value })
  }
  step()
  await study.refresh()
  display.notice?.('A notice.')
  return { ...made, running }
}

afterEach(() => {
  vi.useRealTimers()
})

describe('the live display of a run', () => {
  it.each([40, 60, 80, 120, 200])('looks like this at %i columns', async (columns) => {
    const { terminal, display, time } = await busy({ columns })
    const lines = terminal.lines
    expect(lines.filter((line) => line.length >= columns)).toEqual([])
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`snapshots/live-${columns}.txt`)
    time.now += 1000
    display.close()
    expect(terminal.lines.filter((line) => /▸|▍|running|★ best/.test(line))).toEqual([])
    expect(terminal.lines.length).toBeGreaterThan(9)
  })

  it('has no colours with NO_COLOR, and has them with FORCE_COLOR', async () => {
    const painted = (env: { readonly [name: string]: string }): Make => {
      return (stream, now) => liveDisplay({ stream, now, paint: paletteFor(stream, env) })
    }
    const written = async (env: { readonly [name: string]: string }) =>
      (await busy({ make: painted(env) })).terminal.written
    expect(await written({ NO_COLOR: '1' })).not.toMatch(/\u001b\[\d+m/)
    expect(await written({ NO_COLOR: '1', FORCE_COLOR: '1' })).toMatch(/\u001b\[32m/)
  })

  it('is drawn at most ten times a second, with all lines', async () => {
    const { terminal, study, display, time, run } = await shown()
    const trial = await study.ask()
    time.now += 1000
    await study.tell(trial, { acc: 0.5 })
    const finished = study.trials[0]
    if (finished?.state !== 'completed') throw new Error('The trial did not complete.')
    vi.useFakeTimers()
    let draws = 0
    const write = terminal.write.bind(terminal)
    const stream = { isTTY: true, columns: 80, write: (text: string) => (draws++, write(text)) }
    const second = liveDisplay({ stream, now: Date.now, paint: paletteFor(terminal, {}) })
    second.begin(run)
    for (let times = 0; times < 1000; times += 1) {
      second.trialFinished?.(finished, study.snapshot)
      vi.advanceTimersByTime(2)
    }
    expect(draws).toBeGreaterThan(10)
    expect(draws).toBeLessThanOrEqual(21)
    second.close()
    expect(terminal.lines.filter((line) => /^ ★ {2}#0/.test(line))).toHaveLength(1001)
    draws = 0
    vi.advanceTimersByTime(10_000)
    expect(draws).toBe(0)
    display.close()
  })

  it('draws at least once a second while nothing happens', async () => {
    vi.useFakeTimers({ now: NOON })
    const terminal = new VirtualTerminal(80)
    const display = liveDisplay({ stream: terminal, now: Date.now, paint: paletteFor(terminal, {}) })
    display.say('hello', 'notice')
    const before = terminal.written.length
    vi.advanceTimersByTime(1100)
    expect(terminal.written.length).toBeGreaterThan(before)
    display.close()
  })

  it('follows a window that becomes narrower while it is shown', async () => {
    const { terminal, time, display } = await busy({ columns: 120 })
    terminal.resize(50)
    time.now += 1000
    display.notice?.('narrow')
    const block = terminal.lines.slice(terminal.lines.indexOf('· narrow') + 1)
    expect(block.map((line) => line.slice(0, 3))).toEqual([' ▸ ', ' ▸ ', ' 9/', ' ★ ', ' ✗ '])
    expect(terminal.lines.filter((line) => line.startsWith(' ★ best'))).toHaveLength(1)
  })

  it('keeps each finished line in a window that becomes narrower and wider again', async () => {
    const { terminal, time, display } = await busy({ columns: 120 })
    const before = terminal.lines.filter((line) => /^ [·★✗] +#\d/.test(line)).length
    terminal.resize(50)
    for (const text of ['one', 'two', 'three', 'four', 'five', 'six']) {
      time.now += 1000
      display.notice?.(text)
    }
    terminal.resize(120)
    time.now += 1000
    display.notice?.('wide')
    const notices = ['A notice.', 'one', 'two', 'three', 'four', 'five', 'six', 'wide'].map((text) => `· ${text}`)
    expect(terminal.lines.filter((line) => line.startsWith('· '))).toEqual(notices)
    expect(terminal.lines.filter((line) => /^ [·★✗] +#\d/.test(line))).toHaveLength(before)
    expect(terminal.lines.filter((line) => line.startsWith(' ★ best'))).toHaveLength(1)
  })

  it('shows fewer running trials in a low window, and never more rows than it has', async () => {
    const make: Make = (stream, now) =>
      liveDisplay({ stream: Object.assign(stream, { rows: 10 }), now, paint: paletteFor(stream, {}) })
    const { study, terminal, time } = await shown({ make })
    for (let count = 0; count < 9; count += 1) {
      time.now += 1000
      await study.ask()
    }
    expect(terminal.lines.filter((line) => line.startsWith(' ▸'))).toHaveLength(4)
    expect(terminal.lines.join('\n')).toContain('   and 5 more running')
  })

  it('says that the study is paused, and how to resume it', async () => {
    const { study, terminal, time, display } = await shown()
    await study.pause()
    time.now += 1000
    display.notice?.('now')
    expect(terminal.lines.join('\n')).toContain('paused: sweetspot resume train-py')
  })

  it('shows the front of several metrics', async () => {
    const { study, terminal, time } = await shown({ metrics: ['acc', 'speed'] })
    for (const [acc, speed] of [
      [0.5, 1],
      [0.7, 0.5],
      [0.4, 0.4],
    ] as const) {
      const trial = await study.ask()
      time.now += 1000
      await study.tell(trial, { acc, speed })
    }
    expect(terminal.lines.at(-1)).toBe(' ★ 2 trials on the front of acc, speed')
  })
})

describe('plain lines of a run', () => {
  it('are one for each finished trial, and a summary each minute', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { terminal, display } = await busy({
      columns: Number.POSITIVE_INFINITY,
      make: (stream, now) => plainDisplay(stream, now),
    })
    vi.advanceTimersByTime(60_000)
    display.close()
    vi.advanceTimersByTime(600_000)
    await expect(terminal.written).toMatchFileSnapshot('snapshots/plain.txt')
    expect(terminal.written).not.toContain('\u001b')
  })
})

describe('lines of JSON of a run', () => {
  it('are one object for each event, also with NaN and control characters', async () => {
    const { terminal } = await busy({
      columns: Number.POSITIVE_INFINITY,
      make: (stream, now) => jsonDisplay(stream, now),
    })
    const lines = terminal.written.trimEnd().split('\n')
    const events = lines.map((line) => JSON.parse(line) as { readonly event: string; readonly at: number })
    expect(new Set(events.map(({ event }) => event))).toEqual(
      new Set(['study', 'check', 'trial-started', 'trial-finished', 'trial-reported', 'notice']),
    )
    expect(events.every(({ at }) => at >= NOON)).toBe(true)
    expect(terminal.written).not.toContain('\u001b')
  })
})
