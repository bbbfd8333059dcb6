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
  type PlotOptions,
} from './figure.ts'
import { element, type Markup, text } from './markup.ts'
import { plotData } from './plot-data.ts'
import { plotOptionsReader, SIZE_NAMES } from './plot-options.ts'
import { linearScale } from './scale.ts'

const FILLS: { readonly [state in TrialDuration['state']]: string } = {
  completed: 'f0',
  pruned: 'quiet-fill',
  failed: 'f1',
  running: 'f2',
}
const STATES = Object.keys(FILLS) as TrialDuration['state'][]

const SECOND = 1_000

/** Minimum and maximum height of a bar, in pixels. */
const [THINNEST, THICKEST] = [1.5, 14]
/** Minimum width of a bar, in pixels, so that a trial without duration is visible. */
const SHORTEST = 1.5

/**
 * Draws each trial as a bar from its start to its end, as an SVG document. Trials whose bars
 * overlap in time ran concurrently.
 *
 * @param source - A study, a snapshot, or the result of `trialDurations`.
 * @throws ERR_INVALID_ARGUMENT for any other source
 */
export function timelinePlot(source: StudyOrSnapshot | TrialDurations, options?: PlotOptions): string {
  const { width = 760, height = 440, title = 'Timeline' } = readOptions(options)
  const { study, durations } = plotData(source, 'durations', trialDurations)
  const legend = STATES.flatMap((state): LegendItem[] =>
    durations.some((trial) => trial.state === state)
      ? [{ label: state, mark: element('rect', { class: FILLS[state], y: -4, width: 22, height: 8 }) }]
      : [],
  )
  const first = durations.reduce((least, { startedAt }) => Math.min(least, startedAt), Number.POSITIVE_INFINITY)
  const sinceStart = (at: number) => (at - first) / SECOND
  const end = durations.reduce((most, { startedAt, duration }) => Math.max(most, sinceStart(startedAt + duration)), 0)
  const last = Math.max(durations.at(-1)?.number ?? 1, 1)

  const top = headerHeight({ width, legend }) + 8
  const bottom = height - 52
  const y = linearScale([0, last], [bottom - 10, top + 10], { whole: true })
  const frame: Frame = { left: axisWidth(y, true), right: width - 24, top, bottom }
  const x = linearScale([0, end > 0 ? end : 1], [frame.left + 4, frame.right - 4])
  const thickness = Math.min(THICKEST, Math.max(THINNEST, ((bottom - top) / (last + 1)) * 0.7))
  const bar = ({ number, state, startedAt, duration }: TrialDuration): Markup => {
    const from = x.position(sinceStart(startedAt))
    const to = x.position(sinceStart(startedAt + duration))
    return element(
      'rect',
      {
        class: FILLS[state],
        x: from,
        y: y.position(number) - thickness / 2,
        width: Math.max(SHORTEST, to - from),
        height: thickness,
      },
      element('title', {}, text(`Trial ${number}, ${state}: ${formatDuration(duration)}`)),
    )
  }
  return figure(
    {
      width,
      height,
      title,
      subtitle: `${countOf(durations.length, 'trial')} in ${formatDuration(end * SECOND)} · ${study}`,
      legend,
      description: `The start and end of ${countOf(durations.length, 'trial')}.`,
    },
    axisUp(y, frame, 'Trial'),
    axisAcross(x, frame, 'Seconds since the first trial started'),
    ...durations.map(bar),
    ...(durations.length === 0 ? [emptyNote(frame, 'No trial has started yet.')] : []),
  )
}

const readOptions = plotOptionsReader<PlotOptions>('timelinePlot', SIZE_NAMES)
