import {
  formatValue,
  type StudyOrSnapshot,
  type SurrogatePoint,
  type SurrogateSlice,
  type SurrogateSliceOptions,
  SweetspotError,
  snapshotOf,
  surrogateSlice,
} from '@sweetspot/core'
import { area, curveMonotoneX, line } from 'd3-shape'
import { formatCategories, formatNumber } from '../text/format-value.ts'
import {
  axisAcross,
  axisUp,
  axisWidth,
  emptyNote,
  type Frame,
  figure,
  headerHeight,
  type LegendItem,
  type PlotOptions,
} from './figure.ts'
import { arrows, curve, type Dot, dots, label } from './marks.ts'
import { all, element, type Markup, text } from './markup.ts'
import { isPlotData } from './plot-data.ts'
import { analysisOptions, METRIC_NAMES, plotOptionsReader, SIZE_NAMES } from './plot-options.ts'
import { type PlotScale, parameterScale, type ValueScale, valueScale } from './scale.ts'
import { trialNote } from './trial-note.ts'

const TITLE = 'Surrogate model'
const LOWER = 86
const GAP = 14

/** Labels of acquisition functions. */
const GOALS: { readonly [name: string]: string } = {
  'log-ei': 'expected improvement',
  ucb: 'upper confidence bound',
  exploration: 'uncertainty',
  feasibility: 'probability of being feasible',
}

/** Acquisition functions with logarithmic values. */
const LOGARITHMIC: ReadonlySet<string> = new Set(['log-ei', 'feasibility'])

/** Options of {@link surrogatePlot} for a study. */
export interface SurrogatePlotOptions extends PlotOptions, SurrogateSliceOptions {}

/**
 * Draws the model's prediction along one parameter, its uncertainty and the acquisition function, as an SVG document.
 *
 * Before two trials have completed, there is no prediction, and the figure has a note instead.
 *
 * @param source - A study or a snapshot, with `parameter` in the options, or the result of `surrogateSlice`.
 * @throws ERR_INVALID_ARGUMENT for any other source, and for a parameter that the study does not have or that does not
 *   vary; ERR_UNKNOWN_METRIC
 */
export function surrogatePlot(source: StudyOrSnapshot, options: SurrogatePlotOptions): string
export function surrogatePlot(source: SurrogateSlice, options?: PlotOptions): string
export function surrogatePlot(
  source: StudyOrSnapshot | SurrogateSlice,
  options?: PlotOptions & Partial<SurrogateSliceOptions>,
): string {
  const read = readOptions(options)
  if (isPlotData<SurrogateSlice>(source, 'points')) return picture(source, read)
  const snapshot = snapshotOf(source)
  const { parameter } = read
  if (typeof parameter !== 'string') {
    const text = `Expected the name of a parameter, such as { parameter: 'x' }; received ${formatValue(parameter)}.`
    throw new SweetspotError('ERR_INVALID_ARGUMENT', text)
  }
  const slice = surrogateSlice(snapshot, { ...analysisOptions(read), parameter })
  return slice ? picture(slice, read) : nothingYet(parameter, read)
}

function nothingYet(parameter: string, { width = 760, height = 500, title = TITLE }: PlotOptions): string {
  const frame: Frame = { left: 0, right: width, top: headerHeight({ width }), bottom: height }
  const note = 'Two trials must complete first.'
  return figure({ width, height, title, subtitle: `along ${parameter}`, description: note }, emptyNote(frame, note))
}

function picture(slice: SurrogateSlice, options: PlotOptions): string {
  const { width = 760, height = 500, title = TITLE } = options
  const { study, metric, direction, axis, points, trials, through } = slice
  const legend: LegendItem[] = [
    { label: 'predicted mean', mark: element('path', { class: 'curve s0', d: 'M0,0H22' }) },
    {
      label: '± one standard deviation',
      mark: element('rect', { class: 'f0', opacity: 0.2, y: -6, width: 22, height: 12 }),
    },
    {
      label: 'other trials, projected',
      mark: dots([{ x: 11, y: 0, note: '' }], { fill: 'quiet-fill', stroke: 'quiet' }),
    },
    { label: 'best trial', mark: element('circle', { class: 'f1', cx: 11, r: 5 }) },
    {
      label: GOALS[slice.acquisitionFunction] ?? slice.acquisitionFunction,
      mark: element('rect', { class: 'f2', opacity: 0.35, y: -6, width: 22, height: 12 }),
    },
  ]
  const top = headerHeight({ width, legend }) + 8
  const bottom = height - 52
  const split = bottom - LOWER - GAP
  const shown = [...points.flatMap(({ low, high, mean }) => [low, mean, high]), ...trials.map(({ value }) => value)]
  const y = valueScale(shown, direction, [split, top], 'linear')
  const left = axisWidth(y, true)
  const upper: Frame = { left, right: width - 24, top, bottom: split }
  const lower: Frame = { ...upper, top: split + GAP, bottom }
  const x = parameterScale(axis, [upper.left + 10, upper.right - 10])
  const places = trials.map((trial) => ({
    number: trial.number,
    dot: { x: x.position(trial.at), y: y.position(trial.value), note: trialNote(trial) },
  }))
  const best = places.find(({ number }) => number === through)
  return figure(
    {
      width,
      height,
      title,
      subtitle: `${direction} ${metric} · ${axis.id} varies, the other params as in trial ${through} · ${study}`,
      legend,
      description: describe(slice),
    },
    axisUp(y, upper, metric),
    ...x.ticks.map(({ at }) => element('path', { class: 'grid', d: `M${at.toFixed(1)},${top}V${split}` })),
    axis.kind === 'number' ? belief(points, x, y) : beliefs(points, x, y),
    dots(
      places.filter(({ number }) => number !== through).map(({ dot }) => dot),
      { fill: 'quiet-fill', stroke: 'quiet' },
      { opacity: 0.8 },
    ),
    ...(best ? [bestDot(best.dot)] : []),
    axisAcross(x, lower, axis.id),
    acquisitionPanel(slice, x, lower),
  )
}

/** Draws a line with a band. */
function belief(points: readonly SurrogatePoint[], x: PlotScale, y: ValueScale): Markup {
  const band = area<SurrogatePoint>()
    .x(({ at }) => x.position(at))
    .y0(({ low }) => y.position(low))
    .y1(({ high }) => y.position(high))
    .curve(curveMonotoneX)
    .digits(1)
  const middle = line<SurrogatePoint>()
    .x(({ at }) => x.position(at))
    .y(({ mean }) => y.position(mean))
    .curve(curveMonotoneX)
    .digits(1)
  return all([
    element('path', { class: 'f0', opacity: 0.18, d: band([...points]) ?? '' }),
    curve(middle([...points]), 's0'),
  ])
}

/** Draws a mean with a bar for each category. */
function beliefs(points: readonly SurrogatePoint[], x: PlotScale, y: ValueScale): Markup {
  return all(
    points.map(({ at, mean, low, high }) => {
      const [middle, from, to] = [x.position(at), y.position(low), y.position(high)]
      return all([
        element('rect', {
          class: 'f0',
          opacity: 0.18,
          x: middle - 14,
          y: Math.min(from, to),
          width: 28,
          height: Math.abs(to - from),
        }),
        element('path', { class: 'curve s0', d: `M${(middle - 14).toFixed(1)},${y.position(mean).toFixed(1)}h28` }),
      ])
    }),
  )
}

function bestDot({ x, y, note }: Dot): Markup {
  return element(
    'circle',
    { class: 'f1 ring', cx: x, cy: y, r: 5.5, 'stroke-width': 2 },
    element('title', {}, text(note)),
  )
}

/** Draws the acquisition function from zero or its minimum to its maximum, with an arrow at the maximum. */
function acquisitionPanel(
  { acquisitionFunction, points, axis }: SurrogateSlice,
  x: PlotScale,
  { left, top, bottom }: Frame,
): Markup {
  const peak = peakOf(points)
  const height = bottom - top - 16
  const least = points.reduce((low, { acquisition }) => Math.min(low, acquisition), peak.acquisition)
  const share = (acquisition: number) =>
    LOGARITHMIC.has(acquisitionFunction)
      ? Math.exp(acquisition - peak.acquisition)
      : (acquisition - least) / (peak.acquisition - least || 1)
  const level = ({ acquisition }: SurrogatePoint) => bottom - height * share(acquisition)
  const hill = area<SurrogatePoint>()
    .x(({ at }) => x.position(at))
    .y0(bottom)
    .y1(level)
    .digits(1)
  const shape =
    axis.kind === 'number'
      ? element('path', { class: 'f2', opacity: 0.35, d: hill([...points]) ?? '' })
      : all(
          points.map((point) => {
            const y = level(point)
            return element('rect', {
              class: 'f2',
              opacity: 0.45,
              x: x.position(point.at) - 14,
              y,
              width: 28,
              height: bottom - y,
            })
          }),
        )
  const at = x.position(peak.at)
  const leans = at > left + 200
  return all([
    shape,
    arrows([{ x: at, y: top + 8, note: 'Maximum of the acquisition function' }], false),
    label(at + (leans ? -10 : 10), top + 12, 'maximum', leans ? 'end' : 'start', 'small'),
  ])
}

const peakOf = (points: readonly SurrogatePoint[]) =>
  points.reduce((best, point) => (point.acquisition > best.acquisition ? point : best))

function describe({ metric, axis, points, direction }: SurrogateSlice): string {
  const sign = direction === 'minimize' ? 1 : -1
  const best = points.reduce((least, point) => (sign * point.mean < sign * least.mean ? point : least))
  const name = (at: number) =>
    axis.kind === 'number' ? formatNumber(at) : (formatCategories(axis.values)[at] as string)
  return (
    `Along ${axis.id}, the model predicts the best ${metric}, ${formatNumber(best.mean)}, at ${name(best.at)}; ` +
    `the acquisition function is largest at ${name(peakOf(points).at)}.`
  )
}

const readOptions = plotOptionsReader<PlotOptions & Partial<SurrogateSliceOptions>>('surrogatePlot', {
  ...SIZE_NAMES,
  ...METRIC_NAMES,
  parameter: ['param', 'params', 'parameters'],
  noisy: [],
  resolution: [],
  priors: [],
  cost: [],
})
