import {
  choice,
  createStudy,
  edfData,
  float,
  int,
  intermediateValues,
  optimizationHistory,
  parallelCoordinates,
  randomSampler,
  type StudySnapshot,
  sliceData,
  space,
  surrogateSlice,
  type TrialRecord,
} from '@sweetspot/core'
import { describe, expect, it } from 'vitest'
import { coordinatesOf, elementsOf, notesOf, parseSvg, type SvgElement, textsOf } from '../../test/parse-svg.ts'
import { edfPlot } from './edf-plot.ts'
import { intermediateValuesPlot } from './intermediate-values-plot.ts'
import { optimizationHistoryPlot } from './optimization-history-plot.ts'
import { parallelCoordinatesPlot } from './parallel-coordinates-plot.ts'
import { slicePlot } from './slice-plot.ts'
import { surrogatePlot } from './surrogate-plot.ts'

const HOSTILE = `<script>alert("x")</script>&'`

const search = space({
  [HOSTILE]: choice([HOSTILE, '</svg>', 1, '1']),
  rate: float(1e-6, 1, { log: true }),
  optimizer: choice({ sgd: { momentum: float(0, 0.99) }, adam: {} }),
  layers: int(1, 8),
})

/** A study in which everything happens, with names that are markup: half of it out of bounds, where there are any. */
async function eventful(trials: number, name = HOSTILE, constrained = false): Promise<StudySnapshot> {
  const study = await createStudy({
    name,
    space: search,
    directions: { [HOSTILE]: 'minimize' },
    ...(constrained && { constraints: { '<memory>': { atMost: 0.5 } } }),
    sampler: randomSampler(),
    seed: 1,
  })
  for (let number = 0; number < trials; number += 1) {
    const trial = await study.ask()
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
  return study.snapshot
}

const PLOTS: { readonly [name: string]: (snapshot: StudySnapshot) => string | undefined } = {
  optimizationHistoryPlot: (snapshot) => optimizationHistoryPlot(optimizationHistory(snapshot)),
  slicePlot: (snapshot) => slicePlot(sliceData(snapshot)),
  parallelCoordinatesPlot: (snapshot) => parallelCoordinatesPlot(parallelCoordinates(snapshot)),
  intermediateValuesPlot: (snapshot) => intermediateValuesPlot(intermediateValues(snapshot)),
  edfPlot: (snapshot) => edfPlot(edfData(snapshot)),
  'surrogatePlot of a number': (snapshot) => surrogateOf(snapshot, 'rate'),
  'surrogatePlot of a choice': (snapshot) => surrogateOf(snapshot, HOSTILE),
}

function surrogateOf(snapshot: StudySnapshot, parameter: string): string | undefined {
  const data = surrogateSlice(snapshot, { parameter })
  return data && surrogatePlot(data)
}

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
  it.each([0, 1, 2, 40, 1000])('is a well-formed picture of %i trials, whatever things are called', async (trials) => {
    const svg = plot(await eventful(trials))
    if (svg === undefined) expect(trials).toBeLessThan(2)
    else check(parseSvg(svg))
  })

  it('is well-formed also where trials do not meet constraints', async () => {
    check(parseSvg(plot(await eventful(40, HOSTILE, true)) as string))
  })

  it('is the same for the same study', async () => {
    expect(plot(await eventful(12))).toBe(plot(await eventful(12)))
  })
})

describe('optimizationHistoryPlot', () => {
  it('shows each trial, and says which was best', async () => {
    const snapshot = await eventful(30, 'a study')
    const { points } = optimizationHistory(snapshot)
    const svg = parseSvg(optimizationHistoryPlot(optimizationHistory(snapshot)))
    const notes = notesOf(svg).map((note) => Number(note.match(/^Trial (\d+)/)?.[1]))
    expect([...new Set(notes.filter((number) => !Number.isNaN(number)))].toSorted((a, b) => a - b)).toEqual(
      points.map(({ number }) => number),
    )
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['pruned', 'failed', 'beyond the axis', 'best so far']))
    const { best } = snapshot
    const value = Number(best?.values[HOSTILE]?.toPrecision(4))
    expect(textsOf(svg)).toContain(`${value} in trial ${best?.number}`)
  })

  it('tells trials apart that do not meet constraints, and has the best of the others', async () => {
    const snapshot = await eventful(30, 'a study', true)
    const svg = parseSvg(optimizationHistoryPlot(optimizationHistory(snapshot)))
    expect(textsOf(svg)).toContain('not feasible')
    const unmet = notesOf(svg).filter((note) => note.endsWith('; not met: <memory>'))
    expect(unmet.length).toBe(snapshot.counts.completed - [...snapshot.trials].filter(isEvenAndCompleted).length)
    const { best } = snapshot
    expect(textsOf(svg)).toContain(`${Number(best?.values[HOSTILE]?.toPrecision(4))} in trial ${best?.number}`)
    expect((best?.number ?? 1) % 2).toBe(0)
  })

  it('takes a title, a size and a scale', async () => {
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
  it('has a line for each completed trial, and a place for what is inactive', async () => {
    const data = parallelCoordinates(await eventful(20))
    const svg = parseSvg(parallelCoordinatesPlot(data))
    expect(notesOf(svg).filter((note) => note.startsWith('Trial'))).toHaveLength(data.lines.length)
    expect(textsOf(svg)).toContain('inactive')
  })
})

describe('trials that do not meet constraints', () => {
  it.each(['slicePlot', 'parallelCoordinatesPlot'])('are told apart by %s', async (name) => {
    const svg = parseSvg(PLOTS[name]?.(await eventful(20, 'a study', true)) as string)
    expect(textsOf(svg)).toContain('not feasible')
    expect(notesOf(svg).some((note) => note.endsWith('; not met: <memory>'))).toBe(true)
    expect(textsOf(parseSvg(PLOTS[name]?.(await eventful(20)) as string))).not.toContain('not feasible')
  })
})

describe('intermediateValuesPlot', () => {
  it('tells the best, the pruned and the failed apart', async () => {
    const texts = textsOf(parseSvg(intermediateValuesPlot(intermediateValues(await eventful(20)), { step: 'Epoch' })))
    expect(texts).toEqual(expect.arrayContaining(['best', 'completed', 'pruned', 'failed', 'Epoch']))
  })

  it('draws the curves of trials from elsewhere', async () => {
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
  it('names the studies that it compares', async () => {
    const studies = [await eventful(9, 'one'), await eventful(12, 'two')]
    expect(textsOf(parseSvg(edfPlot(edfData(studies))))).toEqual(expect.arrayContaining(['one', 'two', '100 %']))
  })
})

describe('surrogatePlot', () => {
  it('says in words what it shows', async () => {
    const study = await createStudy({ name: 's', space: space({ x: float(0, 10) }) })
    for (const x of [0, 2, 4, 6, 8, 10]) await study.add({ x }, (x - 6) ** 2)
    const data = surrogateSlice(study.snapshot, { parameter: 'x' })
    const svg = parseSvg(data ? surrogatePlot(data) : '')
    expect(elementsOf(svg, 'desc')[0]?.text).toMatch(
      /^Along x the model expects the best value, -?[\d.]+, at (?:5\.\d|6|6\.\d), and would try [4567](?:\.\d)? next\.$/,
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
    expect(labels()).toContain('optimistic estimate')
  })
})
