import { displayWidth, truncate } from '../text/display-width.ts'
import { all, element, type Markup, text } from './markup.ts'
import type { PlotScale } from './scale.ts'
import { STYLE } from './theme.ts'

/** Options of every plot. */
export interface PlotOptions {
  /** Width in pixels. The image scales to any size. */
  readonly width?: number
  readonly height?: number
  readonly title?: string
}

/** Options of plots with an axis of values. */
export interface ValuePlotOptions extends PlotOptions {
  /** Scale of the values. Default: `log` if all values are positive and spread far, otherwise `linear`. */
  readonly scale?: 'linear' | 'log'
}

/** The rectangle of the data, in pixels. */
export interface Frame {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** An item of the legend. */
export interface LegendItem {
  readonly label: string
  /** An image of 22 × 10 pixels, with (0, 0) at the middle of its left edge. */
  readonly mark: Markup
}

/** The frame of a figure: its size, texts and legend. */
export interface Figure {
  readonly width: number
  readonly height: number
  readonly title: string
  readonly subtitle: string
  /** Description of the image, for screen readers. */
  readonly description: string
  readonly legend?: readonly LegendItem[]
}

/** Maximum average pixels of a cell of text at a font size of 12. */
const CELL = 6.6
const PADDING = 16
const LEGEND_ROW = 20
const HEADER = 50
/** Minimum pixels in which a category is recognisable. */
const SHORT_WORD = 34

/** The width in pixels of text in the font of the axes. */
export const textWidth = (content: string) => displayWidth(content) * CELL

/** Truncates text to `pixels`. */
export const fitText = (content: string, pixels: number) => truncate(content, Math.max(1, Math.floor(pixels / CELL)))

/** The height of the title and the legend, in pixels. */
export function headerHeight({ width, legend = [] }: Pick<Figure, 'width' | 'legend'>): number {
  const rows = placeLegend(legend, width).rows
  return HEADER + (rows > 0 ? rows * LEGEND_ROW + 6 : 4)
}

/** Creates a figure as an SVG document. */
export function figure(parts: Figure, ...children: readonly Markup[]): string {
  const { width, height, title, subtitle, description, legend = [] } = parts
  const room = width - 2 * PADDING
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'sweetspot',
      viewBox: `0 0 ${Math.round(width)} ${Math.round(height)}`,
      width,
      height,
      role: 'img',
    },
    element('title', {}, text(`${title}: ${subtitle}`)),
    element('desc', {}, text(description)),
    element('style', {}, STYLE),
    element('rect', { class: 'ground', width: '100%', height: '100%' }),
    element('text', { class: 'title', x: PADDING, y: 28 }, text(fitText(title, room * 0.75))),
    element('text', { class: 'muted', x: PADDING, y: 46 }, text(fitText(subtitle, room))),
    placeLegend(legend, width).markup,
    ...children,
  )
  return `${svg}\n`
}

function placeLegend(legend: readonly LegendItem[], width: number): { markup: Markup; rows: number } {
  let [x, row] = [PADDING, 0]
  const items = legend.map(({ label, mark }) => {
    const shown = fitText(label, width - 2 * PADDING - 28)
    const taken = 28 + textWidth(shown)
    if (x > PADDING && x + taken > width - PADDING) [x, row] = [PADDING, row + 1]
    const item = element(
      'g',
      { transform: `translate(${Math.round(x)},${HEADER + 16 + row * LEGEND_ROW})` },
      mark,
      element('text', { class: 'muted', x: 28, y: 4 }, text(shown)),
    )
    x += taken + 18
    return item
  })
  return { markup: all(items), rows: legend.length > 0 ? row + 1 : 0 }
}

/** The width of the labels of a vertical axis, in pixels. */
export function axisWidth({ ticks }: PlotScale, label: boolean): number {
  const widest = ticks.reduce((most, tick) => Math.max(most, textWidth(tick.label)), 0)
  return PADDING + (label ? 18 : 0) + Math.min(140, widest) + 8
}

/** Draws the horizontal axis below the frame, with grid lines by default. */
export function axisAcross(scale: PlotScale, frame: Frame, label: string, { grid = true } = {}): Markup {
  const { left, right, top, bottom } = frame
  const labels = thinned(scale, right - left)
  return element(
    'g',
    {},
    ...(grid
      ? scale.ticks.map(({ at }) => element('path', { class: 'grid', d: `M${at.toFixed(1)},${top}V${bottom}` }))
      : []),
    element('path', { class: 'axis', d: `M${left},${bottom}H${right}` }),
    ...labels.map(({ at, label: tick }) =>
      element('text', { class: 'tick', x: at, y: bottom + 17, 'text-anchor': 'middle' }, text(tick)),
    ),
    element(
      'text',
      { x: (left + right) / 2, y: bottom + 37, 'text-anchor': 'middle' },
      text(fitText(withRemark(label, scale), right - left)),
    ),
  )
}

/**
 * Selects labels that do not overlap: words are truncated to their share of the space, or only every second or third
 * label is kept.
 */
function thinned({ ticks, words }: PlotScale, room: number): readonly { at: number; label: string }[] {
  const share = room / Math.max(1, ticks.length)
  const widest = ticks.reduce((most, { label }) => Math.max(most, textWidth(label)), 0)
  const least = words ? Math.min(widest, SHORT_WORD) : widest
  const every = Math.ceil((least + 6) / share)
  return ticks
    .filter((_, index) => index % every === 0)
    .map(({ at, label }) => ({ at, label: words ? fitText(label, share * every - 6) : label }))
}

/** Draws the vertical axis on the left of the frame, with grid lines. */
export function axisUp(scale: PlotScale, { left, right, top, bottom }: Frame, label: string): Markup {
  const middle = (top + bottom) / 2
  return element(
    'g',
    {},
    ...scale.ticks.map(({ at }) => element('path', { class: 'grid', d: `M${left},${at.toFixed(1)}H${right}` })),
    ...scale.ticks.map(({ at, label: tick }) =>
      element('text', { class: 'tick', x: left - 8, y: at + 4, 'text-anchor': 'end' }, text(fitText(tick, 140))),
    ),
    element(
      'text',
      { x: PADDING + 8, y: middle, 'text-anchor': 'middle', transform: `rotate(-90 ${PADDING + 8} ${middle})` },
      text(fitText(withRemark(label, scale), bottom - top)),
    ),
  )
}

const withRemark = (label: string, { remark }: PlotScale) => (remark ? `${label} (${remark})` : label)

/** Draws a note in an empty figure. */
export function emptyNote({ left, right, top, bottom }: Frame, note: string): Markup {
  return element(
    'text',
    { class: 'muted', x: (left + right) / 2, y: (top + bottom) / 2, 'text-anchor': 'middle' },
    text(note),
  )
}
