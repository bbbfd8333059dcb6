import {
  countOf,
  type MetricOption,
  type ParallelCoordinates,
  type ParallelLine,
  type ParametersOption,
  parallelCoordinates,
  type StudyOrSnapshot,
} from '@sweetspot/core'
import { curveBumpX, line } from 'd3-shape'
import { emptyNote, figure, fitText, headerHeight, type ValuePlotOptions } from './figure.ts'
import { label } from './marks.ts'
import { all, element, type Markup, text } from './markup.ts'
import { plotData } from './plot-data.ts'
import { analysisOptions, METRIC_NAMES, PARAMETERS_NAMES, plotOptionsReader, VALUE_NAMES } from './plot-options.ts'
import { type PlotScale, parameterScale, type ValueScale, valueScale } from './scale.ts'
import { rampLegend } from './slice-plot.ts'
import { RAMP_STEPS, rampStep } from './theme.ts'
import { NOT_FEASIBLE, trialNote } from './trial-note.ts'

/** Options of {@link parallelCoordinatesPlot}; `metric` and `parameters` select the data of a study. */
export interface ParallelCoordinatesPlotOptions extends ValuePlotOptions, MetricOption, ParametersOption {}

/** Pixels between axes. */
const LEAST_GAP = 104
const SIDE = 66

interface Column {
  readonly x: number
  readonly name: string
  readonly scale: PlotScale
  /** The position of a line at an axis on which it has no value. */
  readonly inactive: number
}

/**
 * Draws each completed trial as a line through its value and its params, the best on top, as an SVG document.
 *
 * @param source - A study, a snapshot, or the result of `parallelCoordinates`.
 * @throws ERR_INVALID_ARGUMENT for any other source and for a parameter that the study does not have;
 *   ERR_UNKNOWN_METRIC
 */
export function parallelCoordinatesPlot(
  source: StudyOrSnapshot | ParallelCoordinates,
  options?: ParallelCoordinatesPlotOptions,
): string {
  const read = readOptions(options)
  const chosen = analysisOptions(read)
  const data = plotData(source, 'lines', (study: StudyOrSnapshot) => parallelCoordinates(study, chosen))
  const { study, metric, direction, axes, lines } = data
  const width = read.width ?? Math.max(760, 2 * SIDE + axes.length * LEAST_GAP)
  const { height = 440, title = 'Parallel coordinates', scale } = read
  const legend = [
    rampLegend('worse (faint) to better (strong)'),
    ...(lines.some(({ unmet }) => unmet)
      ? [{ label: NOT_FEASIBLE, mark: element('path', { class: 'quiet', d: 'M0,0H22', 'stroke-dasharray': '3 3' }) }]
      : []),
  ]
  const top = headerHeight({ width, legend }) + 34
  const someInactive = lines.some(({ positions }) => positions.includes(undefined))
  const bottom = height - (someInactive ? 52 : 28)
  const y = valueScale(
    lines.map(({ value }) => value),
    direction,
    [bottom, top],
    scale,
  )
  const gap = (width - 2 * SIDE) / Math.max(1, axes.length)
  const columns: Column[] = [
    { x: SIDE, name: metric, scale: y, inactive: bottom },
    ...axes.map((axis, index) => ({
      x: SIDE + (index + 1) * gap,
      name: axis.id,
      scale: parameterScale(axis, [bottom, top]),
      inactive: bottom + 26,
    })),
  ]
  return figure(
    {
      width,
      height,
      title,
      subtitle: `${direction} ${metric} · ${study}`,
      legend,
      description: `${countOf(lines.length, 'trial')}, each a line through its ${metric} and its ${axes.map(({ id }) => id).join(', ')}.`,
    },
    ...(someInactive ? [inactiveRail(columns, width)] : []),
    trialLines(data, columns, y),
    ...columns.map((column) => axisOf(column, top, bottom, gap)),
    ...(lines.length === 0 ? [emptyNote({ left: 0, right: width, top, bottom }, 'No trial has completed yet.')] : []),
  )
}

/**
 * Draws lines from the worst to the best, with the strength by rank, above those of trials that do not meet all
 * constraints.
 */
function trialLines({ direction, lines }: ParallelCoordinates, columns: readonly Column[], y: ValueScale): Markup {
  const sign = direction === 'minimize' ? -1 : 1
  const ordered = lines.filter(({ unmet }) => !unmet).sort((a, b) => sign * (a.value - b.value))
  const path = line().curve(curveBumpX).digits(1)
  const pointsOf = ({ value, positions }: ParallelLine): [number, number][] =>
    columns.map(({ x, scale, inactive }, index) => {
      if (index === 0) return [x, y.position(value)]
      const position = positions[index - 1]
      return [x, position === undefined ? inactive : scale.position(position)]
    })
  const groups = Map.groupBy(ordered.keys(), (place) => rampStep((place + 0.5) / ordered.length))
  const thin = ordered.length > 300 ? 1 : 1.5
  const pathOf = (trial: ParallelLine) =>
    element('path', { d: path(pointsOf(trial)) ?? '' }, element('title', {}, text(trialNote(trial))))
  const unmet = lines.filter((trial) => trial.unmet).map(pathOf)
  return all([
    element('g', { class: 'quiet', 'stroke-dasharray': '3 3', opacity: 0.6 }, ...unmet),
    ...Array.from({ length: RAMP_STEPS }, (_, step) => {
      const paths = [...(groups.get(step) ?? [])].map((place) => pathOf(ordered[place] as ParallelLine))
      const strong = step === RAMP_STEPS - 1 && ordered.length < 40 ? 2.2 : thin
      return element(
        'g',
        { class: `r${step}`, fill: 'none', 'stroke-width': strong, opacity: step < 3 ? 0.75 : 0.9 },
        ...paths,
      )
    }),
  ])
}

function axisOf({ x, name, scale }: Column, top: number, bottom: number, gap: number): Markup {
  const shown = fitText(name, gap - 14)
  return element(
    'g',
    {},
    element('path', { class: 'quiet', d: `M${x.toFixed(1)},${top}V${bottom}` }),
    label(x, top - 14, shown, 'middle'),
    ...evenly(scale).map(({ at, label: tick }) =>
      element(
        'text',
        { class: 'tick halo', x: x - 6, y: at + 4, 'text-anchor': 'end' },
        text(fitText(tick, Math.min(SIDE - 8, gap - 12))),
      ),
    ),
    ...scale.ticks.map(({ at }) => element('path', { class: 'quiet', d: `M${(x - 3).toFixed(1)},${at.toFixed(1)}h3` })),
  )
}

/** Selects labels that are at least a line's height apart. */
function evenly({ ticks }: PlotScale): PlotScale['ticks'] {
  const distance = Math.abs((ticks[1]?.at ?? 0) - (ticks[0]?.at ?? 100))
  const every = Math.max(1, Math.ceil(13 / distance))
  return ticks.filter((_, index) => index % every === 0)
}

function inactiveRail(columns: readonly Column[], width: number): Markup {
  const { inactive } = columns.at(-1) as Column
  return element(
    'g',
    {},
    element('path', { class: 'axis', d: `M${SIDE},${inactive}H${width - SIDE}`, 'stroke-dasharray': '2 4' }),
    element('text', { class: 'tick', x: SIDE - 6, y: inactive + 4, 'text-anchor': 'end' }, text('inactive')),
  )
}

const readOptions = plotOptionsReader<ParallelCoordinatesPlotOptions>('parallelCoordinatesPlot', {
  ...VALUE_NAMES,
  ...METRIC_NAMES,
  ...PARAMETERS_NAMES,
})
