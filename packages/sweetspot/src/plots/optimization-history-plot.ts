import {
  countOf,
  type HistoryPoint,
  type MetricOption,
  type OptimizationHistory,
  optimizationHistories,
} from '@sweetspot/core'
import { curveStepAfter, line } from 'd3-shape'
import { formatNumber } from '../text/format-value.ts'
import { comparedHistories } from './compared-histories.ts'
import {
  axisAcross,
  axisUp,
  axisWidth,
  emptyNote,
  type Frame,
  figure,
  headerHeight,
  type LegendItem,
  type ValuePlotOptions,
} from './figure.ts'
import { arrows, circles, crosses, curve, type Dot, diamonds, dots, label } from './marks.ts'
import { element, type Markup, text } from './markup.ts'
import { isPlotData, type Studies } from './plot-data.ts'
import { analysisOptions, METRIC_NAMES, plotOptionsReader, VALUE_NAMES } from './plot-options.ts'
import { linearScale, valueScale } from './scale.ts'
import { NOT_FEASIBLE, trialNote } from './trial-note.ts'

/** Options of {@link optimizationHistoryPlot}; `metric` selects the data of studies. */
export interface OptimizationHistoryPlotOptions extends ValuePlotOptions, MetricOption {}

/** Height of the strip below the values, with marks of trials without a value. */
const STRIP = 22

const LEGEND: { readonly [name: string]: LegendItem } = {
  completed: {
    label: 'trial',
    mark: dots([{ x: 11, y: 0, note: '' }], { fill: 'f0', stroke: 's0' }, { opacity: 0.7 }),
  },
  unmet: { label: NOT_FEASIBLE, mark: circles([{ x: 11, y: 0, note: '' }]) },
  best: { label: 'best so far', mark: element('path', { class: 'curve s1', d: 'M0,0H22' }) },
  beyond: { label: 'outside the axis range', mark: arrows([{ x: 11, y: 0, note: '' }], true) },
  pruned: { label: 'pruned', mark: diamonds([{ x: 11, y: 0, note: '' }]) },
  failed: { label: 'failed', mark: crosses([{ x: 11, y: 0, note: '' }]) },
}

/**
 * Draws the value of each trial and the best so far, as an SVG document. Several studies are drawn in one figure.
 *
 * @param source - A study, a snapshot, a list of these, or the result of `optimizationHistory`.
 * @throws ERR_INVALID_ARGUMENT for any other source and for studies of different directions; ERR_UNKNOWN_METRIC
 */
export function optimizationHistoryPlot(
  source: Studies | OptimizationHistory,
  options?: OptimizationHistoryPlotOptions,
): string {
  const read = readOptions(options)
  const histories = isPlotData<OptimizationHistory>(source, 'points')
    ? [source]
    : optimizationHistories(source, analysisOptions(read))
  const [history, ...others] = histories
  return history && others.length === 0 ? oneHistory(history, read) : comparedHistories(histories, read)
}

function oneHistory(history: OptimizationHistory, options: OptimizationHistoryPlotOptions): string {
  const { width = 760, height = 440, title = 'Optimisation history', scale } = options
  const { study, metric, direction, points } = history
  const valued = points.filter(({ value }) => value !== undefined)
  const without = points.filter(({ value }) => value === undefined)
  const values = valued.map(({ value }) => value as number)
  const rough = valueScale(values, direction, [height, 0], scale)
  const beyond = ({ value }: HistoryPoint) => rough.beyond(value as number)
  const shown = valued.filter((point) => !beyond(point))
  const seen: readonly [string, boolean][] = [
    ['completed', true],
    ['unmet', valued.some(({ unmet }) => unmet)],
    ['best', points.some(({ best }) => best !== undefined)],
    ['beyond', valued.some(beyond)],
    ['pruned', without.some(({ state }) => state === 'pruned')],
    ['failed', without.some(({ state }) => state === 'failed')],
  ]
  const legend = seen.flatMap(([name, present]) => (present ? [LEGEND[name] as LegendItem] : []))

  const top = headerHeight({ width, legend }) + 8
  const bottom = height - 52
  const plotBottom = bottom - (without.length > 0 ? STRIP : 0)
  const y = valueScale(values, direction, [plotBottom - 24, top + 14], scale)
  const frame: Frame = { left: axisWidth(y, true), right: width - 24, top, bottom }
  const numbers = points.map(({ number }) => number)
  const x = linearScale([numbers[0] ?? 0, Math.max(numbers.at(-1) ?? 1, 1)], [frame.left + 10, frame.right - 10], {
    whole: true,
  })
  const dot = ({ number, state, value, unmet }: HistoryPoint): Dot => ({
    x: x.position(number),
    y: value === undefined ? bottom - STRIP / 2 : y.position(value),
    note: value === undefined ? `Trial ${number} ${state}` : trialNote({ number, value, ...(unmet && { unmet }) }),
  })
  const step = line<HistoryPoint>()
    .x(({ number }) => x.position(number))
    .y(({ best }) => y.position(best as number))
    .defined(({ best }) => best !== undefined)
    .curve(curveStepAfter)
    .digits(1)

  return figure(
    {
      width,
      height,
      title,
      subtitle: `${direction} ${metric} · ${study}`,
      legend,
      description: describe(history),
    },
    axisUp(y, { ...frame, bottom: plotBottom }, metric),
    axisAcross(x, frame, 'Trial', { grid: false }),
    circles(shown.filter(({ unmet }) => unmet).map(dot)),
    dots(
      shown.filter(({ unmet }) => !unmet).map(dot),
      { fill: 'f0', stroke: 's0' },
      { opacity: valued.length > 150 ? 0.45 : 0.7 },
    ),
    arrows(valued.filter(beyond).map(dot), direction === 'minimize'),
    diamonds(without.filter(({ state }) => state === 'pruned').map(dot)),
    crosses(without.filter(({ state }) => state === 'failed').map(dot)),
    curve(step(points), 's1'),
    bestMark(history, dot, frame),
    ...(points.length === 0 ? [emptyNote(frame, 'No trial has finished yet.')] : []),
  )
}

/** Draws the best trial with its value, on the empty side of the curve. */
function bestMark({ points, direction }: OptimizationHistory, dot: (point: HistoryPoint) => Dot, frame: Frame): Markup {
  const best = bestOf(points)
  if (!best) return element('g', {})
  const { x, y, note } = dot(best)
  const leans = x > (frame.left + frame.right) / 2
  const words = `${formatNumber(best.value as number)} in trial ${best.number}`
  return element(
    'g',
    {},
    element('circle', { class: 'f1 ring', cx: x, cy: y, r: 5.5, 'stroke-width': 2 }, element('title', {}, text(note))),
    label(x + (leans ? -8 : 8), y + (direction === 'minimize' ? 18 : -10), words, leans ? 'end' : 'start'),
  )
}

const bestOf = (points: readonly HistoryPoint[]) => {
  const { best } = points.at(-1) ?? {}
  return points.find(({ value, unmet, isLeftOut }) => value !== undefined && value === best && !unmet && !isLeftOut)
}

function describe({ points, metric }: OptimizationHistory): string {
  const best = bestOf(points)
  if (!best) {
    const what = points.some(({ value }) => value !== undefined) ? 'meets all constraints' : 'has completed'
    return `${countOf(points.length, 'trial')}; none ${what}.`
  }
  return `The ${metric} of ${countOf(points.length, 'trial')}; the best is ${formatNumber(best.value as number)}, in trial ${best.number}.`
}

const readOptions = plotOptionsReader<OptimizationHistoryPlotOptions>('optimizationHistoryPlot', {
  ...VALUE_NAMES,
  ...METRIC_NAMES,
})
