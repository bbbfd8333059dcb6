import {
  countOf,
  type IntermediateCurve,
  type IntermediateValues,
  intermediateValues,
  type MetricOption,
  type StudyOrSnapshot,
} from '@sweetspot/core'
import { line } from 'd3-shape'
import { formatNumber } from '../text/format-value.ts'
import {
  axisAcross,
  axisUp,
  axisWidth,
  emptyNote,
  figure,
  headerHeight,
  type LegendItem,
  type ValuePlotOptions,
} from './figure.ts'
import { dots, label } from './marks.ts'
import { element, type Markup, text } from './markup.ts'
import { plotData } from './plot-data.ts'
import { analysisOptions, METRIC_NAMES, plotOptionsReader, VALUE_NAMES } from './plot-options.ts'
import { linearScale, valueScale } from './scale.ts'

/** Options of {@link intermediateValuesPlot}; `metric` selects the data of a study. */
export interface IntermediateValuesPlotOptions extends ValuePlotOptions, MetricOption {
  /** The name of a step, for the label of the axis. Default: `Step`. */
  readonly step?: string
}

type Role = 'pruned' | 'paused' | 'failed' | 'completed' | 'running' | 'best'

const STROKES: { readonly [role in Role]: { readonly tone: string; readonly width: number; readonly dash?: string } } =
  {
    pruned: { tone: 'quiet', width: 1.3 },
    failed: { tone: 'quiet', width: 1.3, dash: '2 3' },
    paused: { tone: 's2', width: 1.4, dash: '6 3' },
    completed: { tone: 's0', width: 1.4 },
    running: { tone: 's2', width: 2 },
    best: { tone: 's1', width: 2.6 },
  }
const FILLS: { readonly [role in Role]: string } = {
  pruned: 'quiet-fill',
  failed: 'quiet-fill',
  paused: 'f2',
  completed: 'f0',
  running: 'f2',
  best: 'f1',
}
const ROLES = Object.keys(STROKES) as Role[]

/**
 * Draws the intermediate values of each trial, where it stopped, and the best trial, as an SVG document.
 *
 * @param source - A study, a snapshot, or the result of `intermediateValues`.
 * @throws ERR_INVALID_ARGUMENT for any other source; ERR_UNKNOWN_METRIC
 */
export function intermediateValuesPlot(
  source: StudyOrSnapshot | IntermediateValues,
  options?: IntermediateValuesPlotOptions,
): string {
  const read = readOptions(options)
  const chosen = analysisOptions(read)
  const data = plotData(source, 'curves', (study: StudyOrSnapshot) => intermediateValues(study, chosen))
  const { width = 760, height = 440, title = 'Intermediate values', scale, step = 'Step' } = read
  const { study, metric, direction } = data
  const curves = data.curves.map((curve) => ({
    ...curve,
    points: curve.points.filter(({ value }) => Number.isFinite(value)),
  }))
  const best = bestCurve({ ...data, curves })
  const roleOf = (curve: IntermediateCurve): Role => {
    if (curve === best) return 'best'
    return curve.state === 'waiting' ? 'failed' : curve.state
  }
  const groups = Map.groupBy(curves, roleOf)
  const legend = ROLES.filter((role) => groups.has(role))
    .toReversed()
    .map((role): LegendItem => ({ label: role, mark: stroke('M0,0H22', role, 1) }))

  const top = headerHeight({ width, legend }) + 8
  const bottom = height - 52
  const values = curves.flatMap(({ points }) => points.map(({ value }) => value))
  const steps = curves.flatMap(({ points }) => points.map(({ step }) => step))
  const [first, last] = steps.reduce(([low, high], step) => [Math.min(low, step), Math.max(high, step)], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as [number, number])
  const y = valueScale(values, direction, [bottom - 4, top], scale)
  const frame = { left: axisWidth(y, true), right: width - 24, top, bottom }
  const extent = first <= last ? ([first, last] as const) : ([0, 1] as const)
  const x = linearScale(extent, [frame.left + 10, frame.right - 12], { whole: steps.every(Number.isInteger) })
  const path = line<{ step: number; value: number }>()
    .x(({ step }) => x.position(step))
    .y(({ value }) => y.position(value))
    .digits(1)
  const opacity = curves.length > 60 ? 0.35 : curves.length > 20 ? 0.55 : 0.8

  const groupsOfCurves = ROLES.flatMap((role) => {
    const own = groups.get(role) ?? []
    const strength = role === 'best' || role === 'running' ? 1 : opacity
    const lines = own.map((curve) =>
      stroke(path([...curve.points]) ?? '', role, strength, `Trial ${curve.number}, ${curve.state}`),
    )
    const ends = own.flatMap(({ number, points }) => {
      const end = points.at(-1)
      if (!end) return []
      return [
        { x: x.position(end.step), y: y.position(end.value), note: `Trial ${number}: ${formatNumber(end.value, 6)}` },
      ]
    })
    const radius = role === 'best' ? 4 : 2.4
    return [
      ...lines,
      dots(ends, { fill: FILLS[role], stroke: STROKES[role].tone }, { radius, opacity: Math.max(strength, 0.7) }),
    ]
  })
  return figure(
    {
      width,
      height,
      title,
      subtitle: `${direction} ${metric} · ${study}`,
      legend,
      description: `The ${metric} of ${countOf(curves.length, 'trial')} at each reported step.`,
    },
    axisUp(y, frame, metric),
    axisAcross(x, frame, step, { grid: false }),
    ...groupsOfCurves,
    ...(best ? [bestLabel(best)] : []),
    ...(values.length === 0 ? [emptyNote(frame, 'No trial has reported a value yet.')] : []),
  )

  function bestLabel({ number, points }: IntermediateCurve): Markup {
    const end = points.at(-1) as { step: number; value: number }
    const [at, level] = [x.position(end.step), y.position(end.value)]
    const above = direction === 'maximize'
    return label(
      at,
      level + (above ? -9 : 18),
      `${formatNumber(end.value)} in trial ${number}`,
      at > width / 2 ? 'end' : 'start',
    )
  }
}

function stroke(d: string, role: Role, opacity: number, note?: string): Markup {
  const { tone, width, dash } = STROKES[role]
  const attributes = { class: `curve ${tone}`, d, 'stroke-dasharray': dash, opacity, style: `stroke-width:${width}px` }
  return element('path', attributes, ...(note === undefined ? [] : [element('title', {}, text(note))]))
}

/** The completed trial with the best last value, without those that are left out. */
function bestCurve({ curves, direction }: IntermediateValues): IntermediateCurve | undefined {
  const sign = direction === 'minimize' ? 1 : -1
  const ended = curves.filter(
    ({ state, points, isLeftOut }) => state === 'completed' && points.length > 0 && !isLeftOut,
  )
  const last = ({ points }: IntermediateCurve) => sign * (points.at(-1)?.value as number)
  return ended.reduce<IntermediateCurve | undefined>(
    (best, curve) => (best && last(best) <= last(curve) ? best : curve),
    undefined,
  )
}

const readOptions = plotOptionsReader<IntermediateValuesPlotOptions>('intermediateValuesPlot', {
  ...VALUE_NAMES,
  ...METRIC_NAMES,
  step: [],
})
