import type { EdfCurve, EdfData } from '@sweetspot/core'
import { curveStepAfter, line } from 'd3-shape'
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
import { curve } from './marks.ts'
import { element } from './markup.ts'
import { linearScale, valueScale } from './scale.ts'
import { SERIES } from './theme.ts'

export interface EdfPlotOptions extends PlotOptions {
  /** Of the values; unless given, `log` where positive values spread far. */
  readonly scale?: 'linear' | 'log'
}

/** Beside its colour each curve after the sixth has a dash of its own. */
const DASHES = [undefined, '7 4', '2 4', '9 3 2 3']

/** Which share of the trials of each study is at most a value: an SVG document. */
export function edfPlot({ metric, direction, curves }: EdfData, options: EdfPlotOptions = {}): string {
  const { width = 760, height = 440, title = 'Distribution of values' } = options
  const look = (index: number) => ({
    tone: `s${index % SERIES}`,
    dash: DASHES[Math.floor(index / SERIES) % DASHES.length],
  })
  const legend = curves.map(({ study }, index): LegendItem => {
    const { tone, dash } = look(index)
    return { label: study, mark: element('path', { class: `curve ${tone}`, d: 'M0,0H22', 'stroke-dasharray': dash }) }
  })
  const top = headerHeight({ width, legend }) + 8
  const bottom = height - 52
  const y = linearScale([0, 100], [bottom - 2, top])
  const percent = { ...y, ticks: y.ticks.map(({ at, label }) => ({ at, label: `${label} %` })) }
  const frame = { left: axisWidth(percent, true), right: width - 24, top, bottom }

  const values = curves.flatMap(({ points }) => points.map(({ value }) => value))
  const x = valueScale(values, direction, [frame.left + 4, frame.right - 4], options.scale)
  const cut = values.some((value) => x.beyond(value))
  const steps = line<[number, number]>()
    .x(([at]) => at)
    .y(([, level]) => level)
    .curve(curveStepAfter)
    .digits(1)
  const pathOf = ({ points }: EdfCurve) => {
    if (points.length === 0) return null
    const shown = points.filter(({ value }) => !x.beyond(value))
    // What is so bad that it lies beyond the axis has been passed already where larger values are better.
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
      subtitle: `${direction} ${metric} · ${direction === 'minimize' ? 'the further left' : 'the further right'}, the better`,
      legend,
      description: `The share of trials whose ${metric} is at most each value, in ${curves.length} studies.`,
    },
    axisUp(percent, frame, 'Share of trials'),
    axisAcross(x, frame, cut ? `${metric} (much worse values are beyond)` : metric),
    ...curves.map((data, index) => {
      const { tone, dash } = look(index)
      return curve(pathOf(data), tone, dash === undefined ? {} : { dash })
    }),
    ...(values.length === 0 ? [emptyNote(frame, 'No trial has completed yet.')] : []),
  )
}
