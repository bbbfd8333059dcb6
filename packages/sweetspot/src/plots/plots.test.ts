import {
  attributeSlices,
  choice,
  createStudy,
  edfData,
  float,
  int,
  intermediateValues,
  optimizationHistory,
  parallelCoordinates,
  randomSampler,
  type StudyOrSnapshot,
  type StudySnapshot,
  type SurrogateSlice,
  sliceData,
  space,
  surrogateSlice,
  type TrialRecord,
  trialDurations,
} from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { coordinatesOf, elementsOf, notesOf, parseSvg, type SvgElement, textsOf } from '../../test/parse-svg.ts'
import { attributePlot } from './attribute-plot.ts'
import { durationPlot } from './duration-plot.ts'
import { edfPlot } from './edf-plot.ts'
import { intermediateValuesPlot } from './intermediate-values-plot.ts'
import { optimizationHistoryPlot } from './optimization-history-plot.ts'
import { parallelCoordinatesPlot } from './parallel-coordinates-plot.ts'
import { slicePlot } from './slice-plot.ts'
import { surrogatePlot } from './surrogate-plot.ts'
import { timelinePlot } from './timeline-plot.ts'

const HOSTILE = `<script>alert("x")</script>&'`

const search = space({
  [HOSTILE]: choice([HOSTILE, '</svg>', 1, '1']),
  rate: float(1e-6, 1, { log: true }),
  optimizer: choice({ sgd: { momentum: float(0, 0.99) }, adam: {} }),
  layers: int(1, 8),
})

/** A study with all kinds of trials and names that are markup. With constraints, half of the trials are infeasible. */
async function eventfulStudy(trials: number, name = HOSTILE, constrained = false) {
  let time = 0
  const study = await createStudy({
    name,
    space: search,
    directions: { [HOSTILE]: 'minimize' },
    ...(constrained && { constraints: { '<memory>': { atMost: 0.5 } } }),
    sampler: randomSampler(),
    seed: 1,
    clock: { now: () => (time += 7), after: () => () => {} },
  })
  for (let number = 0; number < trials; number += 1) {
    const trial = await study.ask()
    trial.annotate(HOSTILE, number)
    trial.annotate('group', [HOSTILE, number % 3])
    const value = number % 11 === 3 ? 1e12 : Math.log10(trial.params['rate'] as number) ** 2 - 10
    trial.report(value + 5, 1)
    trial.report(number % 5 === 0 ? Number.NaN : value, 2)
    if (number % 7 === 2) await study.tell(trial, { state: 'failed', error: HOSTILE })
    else
      await study.tell(
        trial,
        number % 7 === 4 ? { state: 'pruned' } : { [HOSTILE]: value, ...(constrained && { '<memory>': number % 2 }) },
      )
  }
  return study
}

const eventful = async (...args: Parameters<typeof eventfulStudy>): Promise<StudySnapshot> =>
  (await eventfulStudy(...args)).snapshot

const PLOTS: { readonly [name: string]: (snapshot: StudySnapshot) => string | undefined } = {
  optimizationHistoryPlot: (snapshot) => optimizationHistoryPlot(optimizationHistory(snapshot)),
  slicePlot: (snapshot) => slicePlot(sliceData(snapshot)),
  parallelCoordinatesPlot: (snapshot) => parallelCoordinatesPlot(parallelCoordinates(snapshot)),
  intermediateValuesPlot: (snapshot) => intermediateValuesPlot(intermediateValues(snapshot)),
  edfPlot: (snapshot) => edfPlot(edfData(snapshot)),
  'optimizationHistoryPlot of several studies': (snapshot) => optimizationHistoryPlot([snapshot, snapshot]),
  durationPlot,
  timelinePlot,
  attributePlot,
  'surrogatePlot of a number': (snapshot) => surrogateOf(snapshot, 'rate'),
  'surrogatePlot of a choice': (snapshot) => surrogateOf(snapshot, HOSTILE),
}

function surrogateOf(snapshot: StudySnapshot, parameter: string): string | undefined {
  const data = surrogateSlice(snapshot, { parameter })
  return data && surrogatePlot(data)
}

/** Each plot, drawn from a study and from its computed data. */
const ONE_CALL: {
  readonly [name: string]: readonly [(study: StudyOrSnapshot) => string, (snapshot: StudySnapshot) => string]
} = {
  optimizationHistoryPlot: [
    optimizationHistoryPlot,
    (snapshot) => optimizationHistoryPlot(optimizationHistory(snapshot)),
  ],
  slicePlot: [
    (study) => slicePlot(study, { parameters: ['rate'] }),
    (snapshot) => slicePlot(sliceData(snapshot, { parameters: ['rate'] })),
  ],
  parallelCoordinatesPlot: [
    (study) => parallelCoordinatesPlot(study, { parameters: ['rate', 'layers'] }),
    (snapshot) => parallelCoordinatesPlot(parallelCoordinates(snapshot, { parameters: ['rate', 'layers'] })),
  ],
  intermediateValuesPlot: [intermediateValuesPlot, (snapshot) => intermediateValuesPlot(intermediateValues(snapshot))],
  edfPlot: [edfPlot, (snapshot) => edfPlot(edfData(snapshot))],
  durationPlot: [durationPlot, (snapshot) => durationPlot(trialDurations(snapshot))],
  timelinePlot: [timelinePlot, (snapshot) => timelinePlot(trialDurations(snapshot))],
  attributePlot: [
    (study) => attributePlot(study, { attributes: ['group'] }),
    (snapshot) => attributePlot(attributeSlices(snapshot, { attributes: ['group'] })),
  ],
  surrogatePlot: [
    (study) => surrogatePlot(study, { parameter: 'rate' }),
    (snapshot) => surrogatePlot(surrogateSlice(snapshot, { parameter: 'rate' }) as SurrogateSlice),
  ],
}

describe.each(Object.entries(ONE_CALL))('%s in one call', (_, [ofStudy, ofData]) => {
  it('draws a study, a snapshot and data alike', async () => {
    const snapshot = await eventful(12)
    const picture = ofData(snapshot)
    expect(ofStudy(snapshot)).toBe(picture)
    expect(ofStudy({ snapshot })).toBe(picture)
    expect(ofStudy(await eventfulStudy(12))).toBe(picture)
  })

  it.each([
    [null],
    [undefined],
    [7],
    ['study'],
    [{}],
    [{ snapshot: {} }],
    [{ points: 3, curves: 3, slices: 3, lines: 3, durations: 3 }],
    [{ points: [1], curves: [null], slices: ['x'], lines: [1], durations: [1] }],
    [new Map()],
    [() => 1],
    [Object.create(null)],
  ])('refuses %o', (wrong) => {
    expect(() => ofStudy(wrong as never)).toThrow(
      expect.objectContaining({ name: 'SweetspotError', code: 'ERR_INVALID_ARGUMENT' }) as Error,
    )
  })
})

const NAMES = ['svg', 'title', 'desc', 'style', 'rect', 'text', 'g', 'path', 'circle']

function check(svg: SvgElement): void {
  const all = NAMES.map((name) => elementsOf(svg, name).length).reduce((sum, count) => sum + count, 0)
  const count = (element: SvgElement): number => element.children.reduce((sum, child) => sum + count(child), 1)
  expect(count(svg), 'elements of other names').toBe(all)
  expect(coordinatesOf(svg).every(Number.isFinite), 'a coordinate is not finite').toBe(true)
  const { width, height } = svg.attributes
  for (const circle of elementsOf(svg, 'circle')) {
    expect(Number(circle.attributes['cx'] ?? 0)).toBeLessThanOrEqual(Number(width))
    expect(Number(circle.attributes['cy'] ?? 0)).toBeLessThanOrEqual(Number(height))
  }
  expect(svg.attributes['role']).toBe('img')
  expect(svg.children.slice(0, 2).map(({ name, text }) => [name, text.length > 10])).toEqual([
    ['title', true],
    ['desc', true],
  ])
  expect(elementsOf(svg, 'style')[0]?.text).toContain('prefers-color-scheme:dark')
}

describe.each(Object.entries(PLOTS))('%s', (_, plot) => {
  it.each([0, 1, 2, 40, 1000])('is well-formed SVG for %i trials with any names', async (trials) => {
    const svg = plot(await eventful(trials))
    if (svg === undefined) expect(trials).toBeLessThan(2)
    else check(parseSvg(svg))
  })

  it('is well-formed SVG for infeasible trials', async () => {
    check(parseSvg(plot(await eventful(40, HOSTILE, true)) as string))
  })

  it('is the same for the same study', async () => {
    expect(plot(await eventful(12))).toBe(plot(await eventful(12)))
  })
})

describe('optimizationHistoryPlot of several studies', () => {
  it('draws a curve for each, named in the legend', async () => {
    const studies = await Promise.all(['one', 'other', 'third'].map((name) => eventful(20, name)))
    const svg = parseSvg(optimizationHistoryPlot(studies))
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['one', 'other', 'third', 'Optimisation histories']))
    expect(notesOf(svg).some((note) => note.startsWith('other, Trial 0:'))).toBe(true)
    expect(parseSvg(optimizationHistoryPlot([studies[0] as StudySnapshot]))).toEqual(
      parseSvg(optimizationHistoryPlot(studies[0] as StudySnapshot)),
    )
  })

  it('refuses an empty list, and studies with different directions', async () => {
    const up = await createStudy({ direction: 'maximize' })
    expect(() => optimizationHistoryPlot([])).toThrow('ERR_INVALID_ARGUMENT')
    const down = await createStudy()
    expect(() => optimizationHistoryPlot([up, down])).toThrow('ERR_INVALID_ARGUMENT')
  })
})

describe('durationPlot', () => {
  it('has a mark for each trial, with its duration', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1) }) })
    await study.add({ x: 0 }, 1, { startedAt: 0, finishedAt: 2_500 })
    await study.add({ x: 0 }, { state: 'failed', error: 'no' }, { startedAt: 0, finishedAt: 61_000 })
    await study.add({ x: 0 }, { state: 'running' }, { startedAt: 0 })
    await study.add({ x: 0 }, { state: 'waiting' })
    expect(trialDurations(study).durations.slice(0, 2)).toEqual([
      { number: 0, state: 'completed', startedAt: 0, duration: 2_500 },
      { number: 1, state: 'failed', startedAt: 0, duration: 61_000 },
    ])
    const notes = notesOf(parseSvg(durationPlot(study)))
    expect(notes.filter((note) => /^Trial 0, completed|^Trial 1, failed|^Trial 2, running/.test(note))).toHaveLength(3)
  })

  it('has a log scale if durations spread far, unless a scale is given', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1) }) })
    for (const finishedAt of [10, 100_000]) await study.add({ x: 0 }, 1, { startedAt: 0, finishedAt })
    expect(textsOf(parseSvg(durationPlot(study)))).toContain('Duration in seconds (log)')
    expect(textsOf(parseSvg(durationPlot(study, { scale: 'linear' })))).toContain('Duration in seconds')
  })

  it('shows a duration of 0 as a millisecond on a log scale', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1) }) })
    for (const finishedAt of [0, 1, 1_000]) await study.add({ x: 0 }, 1, { startedAt: 0, finishedAt })
    const automatic = durationPlot(study)
    expect(durationPlot(study, { scale: 'log' })).toBe(automatic)
    expect(textsOf(parseSvg(automatic))).toContain('Duration in seconds (log)')
    expect(notesOf(parseSvg(automatic))).toContain('Trial 0, completed: 0 ms')
    const none = await createStudy({ space: space({ x: float(0, 1) }) })
    await none.add({ x: 0 }, 1, { startedAt: 0, finishedAt: 0 })
    expect(textsOf(parseSvg(durationPlot(none, { scale: 'log' })))).toContain('Duration in seconds (log)')
    expect(durationPlot(none, { scale: 'log' })).not.toContain('NaN')
  })
})

describe('timelinePlot', () => {
  it('has a bar for each trial from its start to its end', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1) }) })
    await study.add({ x: 0 }, 1, { startedAt: 10_000, finishedAt: 20_000 })
    await study.add({ x: 0 }, { state: 'pruned' }, { startedAt: 15_000, finishedAt: 30_000 })
    await study.add({ x: 0 }, { state: 'failed' }, { startedAt: 30_000, finishedAt: 30_000 })
    const svg = parseSvg(timelinePlot(study))
    const bars = elementsOf(svg, 'rect').filter(({ children }) => children.length > 0)
    expect(notesOf(svg).slice(-3)).toEqual([
      expect.stringMatching(/^Trial 0, completed/),
      expect.stringMatching(/^Trial 1, pruned/),
      expect.stringMatching(/^Trial 2, failed/),
    ])
    const [one, other, third] = bars.map(({ attributes: { x, width } }) => [Number(x), Number(width)] as const)
    const second = (one?.[1] ?? 0) / 10
    expect(other?.[0]).toBeCloseTo((one?.[0] ?? 0) + 5 * second, 1)
    expect(other?.[1]).toBeCloseTo(15 * second, 1)
    expect(third?.[1]).toBe(1.5)
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['completed', 'pruned', 'failed']))
  })
})

describe('attributePlot', () => {
  it('draws numbers on an axis and other values as categories, for trials that have them', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1) }) })
    for (let number = 0; number < 6; number += 1) {
      const attributes = { epochs: number * 5, ...(number > 2 && { device: number % 2 ? 'gpu' : null }) }
      await study.add({ x: 0 }, number, { attributes })
    }
    const { slices } = attributeSlices(study)
    expect(slices.map(({ axis, points }) => [axis.name, axis.kind, points.map(({ at }) => at)])).toEqual([
      ['epochs', 'number', [0, 5, 10, 15, 20, 25]],
      ['device', 'category', [0, 1, 0]],
    ])
    expect(textsOf(parseSvg(attributePlot(study)))).toEqual(expect.arrayContaining(['epochs', 'device', 'gpu']))
    expect(() => attributePlot(study, { attributes: ['epoch'] })).toThrow('they have epochs, device')
  })

  it('has a note if there is no attribute', async () => {
    expect(textsOf(parseSvg(attributePlot(await createStudy())))).toContain('No trial has an attribute.')
  })
})

describe('surrogatePlot of a study', () => {
  it('has a note before two trials have completed, and requires the option parameter', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1) }) })
    expect(textsOf(parseSvg(surrogatePlot(study, { parameter: 'x' })))).toContain('Two trials must complete first.')
    expect(() => surrogatePlot(study, {} as never)).toThrow(
      "Expected the name of a parameter, such as { parameter: 'x' }",
    )
  })
})

describe('optimizationHistoryPlot', () => {
  it('shows each trial and names the best', async () => {
    const snapshot = await eventful(30, 'a study')
    const { points } = optimizationHistory(snapshot)
    const svg = parseSvg(optimizationHistoryPlot(optimizationHistory(snapshot)))
    const notes = notesOf(svg).map((note) => Number(note.match(/^Trial (\d+)/)?.[1]))
    expect([...new Set(notes.filter((number) => !Number.isNaN(number)))].toSorted((a, b) => a - b)).toEqual(
      points.map(({ number }) => number),
    )
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['pruned', 'failed', 'outside the axis range', 'best so far']))
    const { best } = snapshot
    const value = Number(best?.values[HOSTILE]?.toPrecision(4))
    expect(textsOf(svg)).toContain(`${value} in trial ${best?.number}`)
  })

  it('marks infeasible trials, and shows the best feasible one', async () => {
    const snapshot = await eventful(30, 'a study', true)
    const svg = parseSvg(optimizationHistoryPlot(optimizationHistory(snapshot)))
    expect(textsOf(svg)).toContain('infeasible')
    const unmet = notesOf(svg).filter((note) => note.endsWith('; not met: <memory>'))
    expect(unmet.length).toBe(snapshot.counts.completed - [...snapshot.trials].filter(isEvenAndCompleted).length)
    const { best } = snapshot
    expect(textsOf(svg)).toContain(`${Number(best?.values[HOSTILE]?.toPrecision(4))} in trial ${best?.number}`)
    expect((best?.number ?? 1) % 2).toBe(0)
  })

  it('accepts a title, a size and a scale', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1) }) })
    for (const value of [1, 2, 3]) await study.add({ x: 0 }, value)
    const options = { title: 'Mine & yours', width: 500, height: 300, scale: 'log' } as const
    const svg = parseSvg(optimizationHistoryPlot(optimizationHistory(study.snapshot), options))
    expect(svg.attributes).toMatchObject({ width: '500', height: '300', viewBox: '0 0 500 300' })
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['Mine & yours', 'value (log)']))
  })
})

const isEvenAndCompleted = ({ number, state }: TrialRecord) => state === 'completed' && number % 2 === 0

describe('slicePlot', () => {
  it('has a panel for each parameter, with its scale', async () => {
    const texts = textsOf(parseSvg(slicePlot(sliceData(await eventful(20)))))
    expect(texts).toEqual(expect.arrayContaining([HOSTILE, 'rate (log)', 'optimizer', 'momentum', 'layers', 'sgd']))
  })
})

describe('parallelCoordinatesPlot', () => {
  it('has a line for each completed trial, and a position for inactive parameters', async () => {
    const data = parallelCoordinates(await eventful(20))
    const svg = parseSvg(parallelCoordinatesPlot(data))
    expect(notesOf(svg).filter((note) => note.startsWith('Trial'))).toHaveLength(data.lines.length)
    expect(textsOf(svg)).toContain('inactive')
  })
})

describe('infeasible trials', () => {
  it.each(['slicePlot', 'parallelCoordinatesPlot'])('are marked by %s', async (name) => {
    const svg = parseSvg(PLOTS[name]?.(await eventful(20, 'a study', true)) as string)
    expect(textsOf(svg)).toContain('infeasible')
    expect(notesOf(svg).some((note) => note.endsWith('; not met: <memory>'))).toBe(true)
    expect(textsOf(parseSvg(PLOTS[name]?.(await eventful(20)) as string))).not.toContain('infeasible')
  })
})

describe('intermediateValuesPlot', () => {
  it('distinguishes the best, pruned and failed trials', async () => {
    const texts = textsOf(parseSvg(intermediateValuesPlot(intermediateValues(await eventful(20)), { step: 'Epoch' })))
    expect(texts).toEqual(expect.arrayContaining(['best', 'completed', 'pruned', 'failed', 'Epoch']))
  })

  it('draws the curves of added trials', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1) }), seed: 1 })
    const curves = [[9, 5, 4, 3.25], [9, 8, 7], []]
    for (const [number, values] of curves.entries()) {
      const measurements = values.map((value, step) => ({ step, values: { value } }))
      await study.add({ x: number / 2 }, number, { startedAt: 0, finishedAt: 60_000, measurements })
    }
    const svg = parseSvg(intermediateValuesPlot(intermediateValues(study.snapshot)))
    check(svg)
    const noteOf = (path: SvgElement) => path.children[0]?.text
    const drawn = elementsOf(svg, 'path').filter((path) => noteOf(path)?.startsWith('Trial'))
    const corners = drawn.map((path) => [noteOf(path), path.attributes['d']?.split(/[ML]/).length])
    expect(corners).toEqual([
      ['Trial 1, completed', 4],
      ['Trial 0, completed', 5],
    ])
    expect(textsOf(svg)).toContain('3.25 in trial 0')
  })
})

describe('edfPlot', () => {
  it('names the compared studies', async () => {
    const studies = [await eventful(9, 'one'), await eventful(12, 'two')]
    expect(textsOf(parseSvg(edfPlot(edfData(studies))))).toEqual(expect.arrayContaining(['one', 'two', '100 %']))
  })
})

describe('surrogatePlot', () => {
  it('has a description', async () => {
    const study = await createStudy({ name: 's', space: space({ x: float(0, 10) }) })
    for (const x of [0, 2, 4, 6, 8, 10]) await study.add({ x }, (x - 6) ** 2)
    const data = surrogateSlice(study.snapshot, { parameter: 'x' })
    const svg = parseSvg(data ? surrogatePlot(data) : '')
    expect(elementsOf(svg, 'desc')[0]?.text).toMatch(
      /^Along x, the model predicts the best value, -?[\d.]+, at (?:5\.\d|6|6\.\d); the acquisition function is largest at [4567](?:\.\d)?\.$/,
    )
  })

  it('names the acquisition function of the next trial', async () => {
    const study = await createStudy({ name: 's', space: space({ x: float(0, 10) }) })
    const labels = () => {
      const data = surrogateSlice(study.snapshot, { parameter: 'x' })
      return textsOf(parseSvg(data ? surrogatePlot(data) : ''))
    }
    for (const x of [0, 2, 4, 6, 8, 10, 1, 3]) await study.add({ x }, (x - 6) ** 2)
    expect(labels()).toContain('expected improvement')
    await study.add({ x: 5 }, 1)
    expect(labels()).toContain('upper confidence bound')
  })
})
