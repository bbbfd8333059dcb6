import { countOf, type HistoryPoint, type OptimizationHistory } from '@sweetspot/core'
import { curveStepAfter, line } from 'd3-shape'
import {
  axisAcross,
  axisUp,
  axisWidth,
  emptyNote,
  type Frame,
  figure,
  headerHeight,
  type ValuePlotOptions,
} from './figure.ts'
import { curve, dots } from './marks.ts'
import { linearScale, valueScale } from './scale.ts'
import { seriesLegend, seriesLook } from './series.ts'
import { trialNote } from './trial-note.ts'

/** Draws the best value so far of several studies, with their trials faintly behind, as an SVG document. */
export function comparedHistories(histories: readonly OptimizationHistory[], options: ValuePlotOptions): string {
  const { width = 760, height = 440, title = 'Optimisation histories' } = options
  const { metric, direction } = histories[0] as OptimizationHistory
  const legend = seriesLegend(histories.map(({ study }) => study))
  const top = headerHeight({ width, legend }) + 8
  const bottom = height - 52
  const valued = histories.map(({ points }) => points.filter(({ value }) => value !== undefined))
  const values = valued.flatMap((points) => points.map(({ value }) => value as number))
  const y = valueScale(values, direction, [bottom - 6, top + 6], options.scale)
  const frame: Frame = { left: axisWidth(y, true), right: width - 24, top, bottom }
  const last = histories.reduce((most, { points }) => Math.max(most, points.at(-1)?.number ?? 0), 1)
  const x = linearScale([0, last], [frame.left + 10, frame.right - 10], { whole: true })
  const step = line<HistoryPoint>()
    .x(({ number }) => x.position(number))
    .y(({ best }) => y.position(best as number))
    .defined(({ best }) => best !== undefined)
    .curve(curveStepAfter)
    .digits(1)
  const trials = valued.map((points, index) => {
    const { tone, fill } = seriesLook(index)
    const shown = points.flatMap(({ number, value, unmet }) =>
      value === undefined || y.beyond(value)
        ? []
        : [
            {
              x: x.position(number),
              y: y.position(value),
              note: `${histories[index]?.study}, ${trialNote({ number, value, ...(unmet && { unmet }) })}`,
            },
          ],
    )
    return dots(shown, { fill, stroke: tone }, { radius: 2.4, opacity: 0.35 })
  })
  const bests = histories.map(({ points }, index) => {
    const { tone, dash } = seriesLook(index)
    return curve(step([...points]), tone, dash === undefined ? {} : { dash })
  })
  return figure(
    {
      width,
      height,
      title,
      subtitle: `${direction} ${metric} · the best so far, and each trial`,
      legend,
      description: `The best ${metric} so far in ${countOf(histories.length, 'study', 'studies')}, by the number of trials.`,
    },
    axisUp(y, frame, metric),
    axisAcross(x, frame, 'Trial', { grid: false }),
    ...trials,
    ...bests,
    ...(values.length === 0 ? [emptyNote(frame, 'No trial has completed yet.')] : []),
  )
}
