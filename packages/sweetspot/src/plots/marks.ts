import { all, element, type Markup, round, text } from './markup.ts'

/** The position and the tooltip of a mark, in pixels. */
export interface Dot {
  readonly x: number
  readonly y: number
  /** The tooltip. */
  readonly note: string
}

/** Maximum number of dots with tooltips; more become one path, to keep the file small. */
const MOST_NOTES = 800

/** Draws round dots of one class: a fill `f…` or `q…` and the stroke `s…` or `r…` of the same number. */
export function dots(
  points: readonly Dot[],
  tone: { fill: string; stroke: string },
  { radius = 3.2, opacity = 1 } = {},
): Markup {
  if (points.length === 0) return all([])
  if (points.length > MOST_NOTES) {
    const d = points.map(({ x, y }) => `M${round(x)},${round(y)}h0`).join('')
    return element('path', { class: `dots ${tone.stroke}`, d, opacity, style: `stroke-width:${radius * 1.5}px` })
  }
  const circles = points.map(({ x, y, note }) =>
    element('circle', { cx: x, cy: y, r: radius }, element('title', {}, text(note))),
  )
  return element('g', { class: tone.fill, opacity }, ...circles)
}

/** Draws crosses, for failed trials. */
export function crosses(points: readonly Dot[]): Markup {
  return signs(points, 's1', (x, y) => `M${round(x - 3)},${round(y - 3)}l6,6m0,-6l-6,6`)
}

/** Draws empty circles, for trials that do not meet all constraints. */
export function circles(points: readonly Dot[]): Markup {
  return signs(points, 'quiet', (x, y) => `M${round(x - 3)},${round(y)}a3,3 0 1,1 6,0a3,3 0 1,1 -6,0z`)
}

/** Draws diamonds, for pruned trials. */
export function diamonds(points: readonly Dot[]): Markup {
  return signs(points, 'quiet', (x, y) => `M${round(x)},${round(y - 4)}l4,4l-4,4l-4,-4z`)
}

/** Draws triangles, for values beyond the end of the axis. */
export function arrows(points: readonly Dot[], upwards: boolean): Markup {
  const tip = upwards ? -4 : 4
  return signs(points, 's0', (x, y) => `M${round(x - 4)},${round(y - tip)}l4,${2 * tip}l4,${-2 * tip}z`)
}

function signs(points: readonly Dot[], tone: string, shape: (x: number, y: number) => string): Markup {
  if (points.length === 0) return all([])
  const style = 'stroke-width:1.4px;fill:none'
  if (points.length > MOST_NOTES) {
    return element('path', { class: tone, style, d: points.map(({ x, y }) => shape(x, y)).join('') })
  }
  const paths = points.map(({ x, y, note }) => element('path', { d: shape(x, y) }, element('title', {}, text(note))))
  return element('g', { class: tone, style }, ...paths)
}

/** Draws a line through points; empty without points. */
export function curve(
  d: string | null,
  tone: string,
  { width, dash, opacity }: { width?: number; dash?: string; opacity?: number } = {},
): Markup {
  if (!d) return all([])
  const style = width === undefined ? undefined : `stroke-width:${width}px`
  return element('path', { class: `curve ${tone}`, d, style, 'stroke-dasharray': dash, opacity })
}

/** Draws a label with an outline in the background colour, readable on any background. */
export function label(
  x: number,
  y: number,
  content: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  tone = 'strong',
): Markup {
  return element('text', { class: `halo ${tone}`, x, y, 'text-anchor': anchor }, text(content))
}
