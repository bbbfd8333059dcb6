import {
  type MetricOption,
  type OptionNames,
  type ParametersOption,
  type SliceData,
  type StudyOrSnapshot,
  sliceData,
} from '@sweetspot/core'
import {
  axisAcross,
  axisUp,
  axisWidth,
  emptyNote,
  figure,
  headerHeight,
  type LegendItem,
  type PlotOptions,
} from './figure.ts'
import { arrows, circles, type Dot, dots } from './marks.ts'
import { all, element, type Markup } from './markup.ts'
import { plotData } from './plot-data.ts'
import { analysisOptions, METRIC_NAMES, PARAMETERS_NAMES, plotOptionsReader } from './plot-options.ts'
import { parameterScale, type Range, type ValueScale, valueScale } from './scale.ts'
import { RAMP_STEPS, rampStep } from './theme.ts'
import { NOT_FEASIBLE, trialNote } from './trial-note.ts'

/** Style options of plots with panels. */
export interface SlicePlotStyle extends Omit<PlotOptions, 'height'> {
  /** Scale of the values. Default: `log` if all values are positive and spread far, otherwise `linear`. */
  readonly scale?: 'linear' | 'log'
  /** Maximum number of panels side by side. Default: 3. */
  readonly columns?: number
}

const PANEL = 250
const GAP = 18
const BELOW = 52

/** Options of {@link slicePlot}; `metric` and `parameters` select the data of a study. */
export interface SlicePlotOptions extends SlicePlotStyle, MetricOption, ParametersOption {}

/**
 * Draws the value of each completed trial against each parameter, one panel each, as an SVG document.
 *
 * @param source - A study, a snapshot, or the result of `sliceData`.
 * @throws ERR_INVALID_ARGUMENT for any other source and for a parameter that the study does not have;
 *   ERR_UNKNOWN_METRIC
 */
export function slicePlot(source: StudyOrSnapshot | SliceData, options?: SlicePlotOptions): string {
  const read = readOptions(options)
  const chosen = analysisOptions(read)
  const data = plotData(source, 'slices', (study: StudyOrSnapshot) => sliceData(study, chosen))
  return slicePanels(data, read, { title: 'Values by parameter', none: 'No parameter varies.' })
}

/**
 * Draws values against positions on axes, one panel each, as an SVG document.
 *
 * @param words.title - The default title.
 * @param words.none - The note if there is no panel.
 */
export function slicePanels(
  { study, metric, direction, slices }: SliceData,
  style: SlicePlotStyle,
  words: { readonly title: string; readonly none: string },
): string {
  const { columns: most = 3, title = words.title, scale } = style
  const columns = Math.max(1, Math.min(most, slices.length))
  const width = style.width ?? Math.max(420, 90 + columns * 240)
  const rows = Math.max(1, Math.ceil(slices.length / columns))
  const numbers = slices.flatMap(({ points }) => points.map(({ number }) => number))
  const last = numbers.reduce((most, number) => Math.max(most, number), 0)
  const someUnmet = slices.some(({ points }) => points.some(({ unmet }) => unmet))
  const legend = [
    rampLegend(`trial 0 (faint) to ${last} (strong)`),
    ...(someUnmet ? [{ label: NOT_FEASIBLE, mark: circles([{ x: 11, y: 0, note: '' }]) }] : []),
  ]
  const header = headerHeight({ width, legend }) + 6
  const height = header + rows * (PANEL + GAP) - GAP

  const values = slices.flatMap(({ points }) => points.map(({ value }) => value))
  const scaleFor = (range: Range) => valueScale(values, direction, range, scale)
  const left = axisWidth(scaleFor([PANEL - BELOW, 0]), true)
  const panelWidth = (width - left - 20 - (columns - 1) * GAP) / columns

  const panels = slices.map(({ axis, points }, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns]
    const x0 = left + column * (panelWidth + GAP)
    const top = header + row * (PANEL + GAP)
    const frame = { left: x0, right: x0 + panelWidth, top, bottom: top + PANEL - BELOW }
    const y = scaleFor([frame.bottom - 6, top + 4])
    const x = parameterScale(axis, [frame.left + 10, frame.right - 10])
    // Dots of one category are spread slightly by the golden ratio, so that they can be counted.
    const spread = axis.kind === 'category' ? Math.min(24, ((panelWidth - 20) / axis.values.length) * 0.5) : 0
    const places = points.map(({ number, at, value, unmet }) => ({
      number,
      value,
      unmet,
      dot: {
        x: x.position(at) + (((number * 0.618034) % 1) - 0.5) * spread,
        y: y.position(value),
        note: trialNote({ number, value, ...(unmet && { unmet }) }),
      },
    }))
    return element(
      'g',
      {},
      column === 0 ? axisUp(y, frame, metric) : gridLines(y, frame),
      axisAcross(x, frame, axis.id),
      circles(places.filter(({ value, unmet }) => unmet && !y.beyond(value)).map(({ dot }) => dot)),
      dotsByAge(
        places.filter(({ unmet }) => !unmet),
        y,
        last,
      ),
      arrows(
        places.filter(({ value }) => y.beyond(value)).map(({ dot }) => dot),
        direction === 'minimize',
      ),
    )
  })
  const note = slices.length === 0 ? words.none : 'No trial has completed yet.'
  const empty = { left: 0, right: width, top: header, bottom: height }
  return figure(
    {
      width,
      height,
      title,
      subtitle: `${direction} ${metric} · ${study}`,
      legend,
      description: `The ${metric} of each completed trial against its ${slices.map(({ axis }) => axis.id).join(', ')}.`,
    },
    ...panels,
    ...(values.length === 0 ? [emptyNote(empty, note)] : []),
  )
}

function dotsByAge(
  places: readonly { number: number; value: number; dot: Dot }[],
  y: ValueScale,
  last: number,
): Markup {
  const groups = Map.groupBy(
    places.filter(({ value }) => !y.beyond(value)),
    ({ number }) => rampStep(last === 0 ? 1 : (number + 0.5) / (last + 1)),
  )
  // Strong dots come last, so that they are on top.
  return all(
    Array.from({ length: RAMP_STEPS }, (_, step) => {
      const inStep = (groups.get(step) ?? []).map(({ dot }) => dot)
      return dots(inStep, { fill: `q${step}`, stroke: `r${step}` }, { radius: 3.6 })
    }),
  )
}

const gridLines = ({ ticks }: ValueScale, { left, right }: { left: number; right: number }) =>
  all(ticks.map(({ at }) => element('path', { class: 'grid', d: `M${left},${at.toFixed(1)}H${right}` })))

/** Creates a legend item that shows the ramp. */
export function rampLegend(label: string): LegendItem {
  const squares = Array.from({ length: RAMP_STEPS }, (_, step) =>
    element('rect', {
      class: `q${step}`,
      x: (step * 22) / RAMP_STEPS,
      y: -5,
      width: 22 / RAMP_STEPS + 0.3,
      height: 10,
    }),
  )
  return { label, mark: all(squares) }
}

/** The names of {@link SlicePlotStyle}, with their names in other libraries. */
export const PANEL_NAMES: OptionNames<SlicePlotStyle> = {
  width: ['figsize'],
  title: [],
  scale: ['log_scale'],
  columns: [],
}

const readOptions = plotOptionsReader<SlicePlotOptions>('slicePlot', {
  ...PANEL_NAMES,
  ...METRIC_NAMES,
  ...PARAMETERS_NAMES,
})
