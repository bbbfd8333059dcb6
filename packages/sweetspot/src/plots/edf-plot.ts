import { countOf, type EdfCurve, type EdfData, edfData, type MetricOption } from '@sweetspot/core'
import { curveStepAfter, line } from 'd3-shape'
import { axisAcross, axisUp, axisWidth, emptyNote, figure, headerHeight, type ValuePlotOptions } from './figure.ts'
import { curve } from './marks.ts'
import { plotData, type Studies } from './plot-data.ts'
import { analysisOptions, METRIC_NAMES, plotOptionsReader, VALUE_NAMES } from './plot-options.ts'
import { linearScale, valueScale } from './scale.ts'
import { seriesLegend, seriesLook } from './series.ts'

/** Options of {@link edfPlot}; `metric` selects the data of studies. */
export interface EdfPlotOptions extends ValuePlotOptions, MetricOption {}

/**
 * Draws the empirical distribution function of each study, the share of trials with at most a value, as an SVG
 * document.
 *
 * @param source - A study, a snapshot, a list of these, or the result of `edfData`.
 * @throws ERR_INVALID_ARGUMENT for any other source and for studies of different directions; ERR_UNKNOWN_METRIC
 */
export function edfPlot(source: Studies | EdfData, options?: EdfPlotOptions): string {
  const read = readOptions(options)
  const chosen = analysisOptions(read)
  const { metric, direction, curves } = plotData(source, 'curves', (studies: Studies) => edfData(studies, chosen))
  const { width = 760, height = 440, title = 'Empirical distribution function', scale } = read
  const legend = seriesLegend(curves.map(({ study }) => study))
  const top = headerHeight({ width, legend }) + 8
  const bottom = height - 52
  const y = linearScale([0, 100], [bottom - 2, top])
  const percent = { ...y, ticks: y.ticks.map(({ at, label }) => ({ at, label: `${label} %` })) }
  const frame = { left: axisWidth(percent, true), right: width - 24, top, bottom }

  const values = curves.flatMap(({ points }) => points.map(({ value }) => value))
  const x = valueScale(values, direction, [frame.left + 4, frame.right - 4], scale)
  const cut = values.some((value) => x.beyond(value))
  const steps = line<[number, number]>()
    .x(([at]) => at)
    .y(([, level]) => level)
    .curve(curveStepAfter)
    .digits(1)
  const pathOf = ({ points }: EdfCurve) => {
    if (points.length === 0) return null
    const shown = points.filter(({ value }) => !x.beyond(value))
    // If larger values are better, values beyond the axis come before its start.
    const passed = direction === 'maximize' ? (points.findLast(({ value }) => x.beyond(value))?.share ?? 0) : 0
    const rising = shown.map(({ value, share }): [number, number] => [x.position(value), y.position(100 * share)])
    const end = y.position(100 * (shown.at(-1)?.share ?? passed))
    return steps([[frame.left, y.position(100 * passed)], ...rising, [frame.right, end]])
  }
  return figure(
    {
      width,
      height,
      title,
      subtitle: `${direction} ${metric} · further ${direction === 'minimize' ? 'left' : 'right'} is better`,
      legend,
      description: `The share of trials whose ${metric} is at most each value, in ${countOf(curves.length, 'study', 'studies')}.`,
    },
    axisUp(percent, frame, 'Share of trials'),
    axisAcross(x, frame, cut ? `${metric} (much worse values not shown)` : metric),
    ...curves.map((data, index) => {
      const { tone, dash } = seriesLook(index)
      return curve(pathOf(data), tone, dash === undefined ? {} : { dash })
    }),
    ...(values.length === 0 ? [emptyNote(frame, 'No trial has completed yet.')] : []),
  )
}

const readOptions = plotOptionsReader<EdfPlotOptions>('edfPlot', { ...VALUE_NAMES, ...METRIC_NAMES })
