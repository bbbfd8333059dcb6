import { countOf, type StudyOrSnapshot, type TrialDuration, type TrialDurations, trialDurations } from '@sweetspot/core'
import { formatDuration } from '../text/format-duration.ts'
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
import { circles, crosses, type Dot, diamonds, dots } from './marks.ts'
import type { Markup } from './markup.ts'
import { plotData } from './plot-data.ts'
import { plotOptionsReader, VALUE_NAMES } from './plot-options.ts'
import { linearScale, valueScale } from './scale.ts'

type State = TrialDuration['state']

const MARKS: { readonly [state in State]: (points: readonly Dot[]) => Markup } = {
  completed: (points) => dots(points, { fill: 'f0', stroke: 's0' }, { opacity: 0.7 }),
  pruned: diamonds,
  failed: crosses,
  running: circles,
}
const STATES = Object.keys(MARKS) as State[]

const SECOND = 1_000

/** The shortest duration on a logarithmic scale, in seconds: clocks count milliseconds, and 0 has no logarithm. */
const SHORTEST = 1e-3

/**
 * Draws the duration of each trial by number, as an SVG document. A logarithmic scale shows shorter durations than a
 * millisecond as one millisecond.
 *
 * @param source - A study, a snapshot, or the result of `trialDurations`.
 * @throws ERR_INVALID_ARGUMENT for any other source
 */
export function durationPlot(source: StudyOrSnapshot | TrialDurations, options?: ValuePlotOptions): string {
  const { width = 760, height = 440, title = 'Trial durations', scale } = readOptions(options)
  const { study, durations } = plotData(source, 'durations', trialDurations)
  const groups = Map.groupBy(durations, ({ state }) => state)
  const legend = STATES.flatMap((state): LegendItem[] =>
    groups.has(state) ? [{ label: state, mark: MARKS[state]([{ x: 11, y: 0, note: '' }]) }] : [],
  )
  const top = headerHeight({ width, legend }) + 8
  const bottom = height - 52
  const seconds = durations.map(({ duration }) => duration / SECOND)
  const linear = linearScale(
    [0, seconds.reduce((most, value) => Math.max(most, value), SHORTEST)],
    [bottom - 6, top + 6],
    {
      nice: true,
    },
  )
  const positive = seconds.map(logarithmic)
  const isLog = scale === 'log' || (scale === undefined && spread(positive) >= 300)
  const y = isLog ? valueScale(positive, 'minimize', [bottom - 6, top + 6], 'log') : linear
  const frame: Frame = { left: axisWidth(y, true), right: width - 24, top, bottom }
  const x = linearScale([0, Math.max(durations.at(-1)?.number ?? 1, 1)], [frame.left + 10, frame.right - 10], {
    whole: true,
  })
  const dot = ({ number, state, duration }: TrialDuration): Dot => ({
    x: x.position(number),
    y: y.position(isLog ? logarithmic(duration / SECOND) : duration / SECOND),
    note: `Trial ${number}, ${state}: ${formatDuration(duration)}`,
  })
  const total = durations.reduce((sum, { duration }) => sum + duration, 0)
  return figure(
    {
      width,
      height,
      title,
      subtitle: `${countOf(durations.length, 'trial')}, ${formatDuration(total)} in total · ${study}`,
      legend,
      description: `The duration of ${countOf(durations.length, 'trial')}.`,
    },
    axisUp(y, frame, 'Duration in seconds'),
    axisAcross(x, frame, 'Trial', { grid: false }),
    ...STATES.map((state) => MARKS[state]((groups.get(state) ?? []).map(dot))),
    ...(durations.length === 0 ? [emptyNote(frame, 'No trial has started yet.')] : []),
  )
}

const logarithmic = (seconds: number) => Math.max(seconds, SHORTEST)

/** The ratio of the largest to the smallest; 1 without two different values. */
function spread(values: readonly number[]): number {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  const high = values.reduce((most, value) => Math.max(most, value), 0)
  return low < high ? high / low : 1
}

const readOptions = plotOptionsReader<ValuePlotOptions>('durationPlot', VALUE_NAMES)
