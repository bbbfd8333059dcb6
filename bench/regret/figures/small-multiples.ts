import { bottomAxis, type Frame, leftAxis, linear, type Ticks } from '../../../docs/pictures/axes.ts'
import { SERIES_COLOURS } from '../../../docs/pictures/look.ts'
import { element, type Point, picture, text, through } from '../../../docs/pictures/svg.ts'

export interface Curve {
  /** The index in the legend. */
  readonly series: number
  readonly points: readonly Point[]
  /** The interval around each point, if known. */
  readonly band?: readonly (readonly [x: number, low: number, high: number])[]
}

export interface Panel {
  readonly title: string
  /** A short title. */
  readonly remark: string
  readonly curves: readonly Curve[]
  /** From left to right, and from the bottom to the top. */
  readonly x: { readonly range: readonly [number, number]; readonly ticks: Ticks }
  readonly y: { readonly range: readonly [number, number]; readonly ticks: Ticks }
}

export interface SmallMultiples {
  readonly title: string
  /** A line on how to read the figure. */
  readonly subtitle: string
  readonly legend: readonly string[]
  readonly panels: readonly Panel[]
}

const WIDTH = 760
const MARGIN = 20
const TITLE = 58
const LEGEND_ROW = 20
/** Margins of a panel: title above, axis below, tick labels on the left. */
const [ABOVE, BELOW, LEFT] = [44, 50, 46]
const GAP = 22
/** Approximate width of a character in pixels. */
const CHARACTER = 7

/** Line charts of one kind side by side with one legend, as an SVG document. */
export function smallMultiples({ title, subtitle, legend, panels }: SmallMultiples): string {
  const columns = panels.length === 1 ? 1 : 2
  const width = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns - LEFT
  const height = columns === 1 ? 330 : 220
  const { markup, rows } = placeLegend(legend)
  const top = TITLE + rows * LEGEND_ROW + 8
  const drawn = panels.map((panel, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)]
    const left = MARGIN + LEFT + column * (width + LEFT + GAP)
    return drawPanel(panel, { left, top: top + ABOVE + row * (ABOVE + height + BELOW), width, height })
  })
  return picture(
    WIDTH,
    top + Math.ceil(panels.length / columns) * (ABOVE + height + BELOW),
    text(MARGIN, 28, title, { class: 'title' }),
    text(MARGIN, 48, subtitle),
    markup,
    ...drawn,
  )
}

function placeLegend(names: readonly string[]): { readonly markup: string; readonly rows: number } {
  let [x, row] = [MARGIN, 0]
  const items = names.map((name, series) => {
    const taken = 26 + name.length * CHARACTER + 20
    if (x > MARGIN && x + taken > WIDTH - MARGIN) [x, row] = [MARGIN, row + 1]
    const y = TITLE + 12 + row * LEGEND_ROW
    const item =
      element('path', { class: 'line', d: `M${x},${y - 4}h20`, ...strokeOf(series) }) +
      text(x + 26, y, name, { class: 'strong' })
    x += taken
    return item
  })
  return { markup: items.join(''), rows: row + 1 }
}

function drawPanel({ title, remark, curves, x, y }: Panel, frame: Frame): string {
  const { left, top, width, height } = frame
  const across = linear(x.range, [left, left + width])
  const up = linear(y.range, [top + height, top])
  const lines = curves.map(({ series, points }) =>
    element('path', {
      class: 'line',
      d: through(points.map(([a, b]): Point => [across(a), up(b)])),
      ...strokeOf(series),
    }),
  )
  const bands = curves.flatMap(({ series, band }) => {
    if (!band) return []
    const high = band.map(([a, , b]): Point => [across(a), up(b)])
    const low = band.map(([a, b]): Point => [across(a), up(b)])
    const d = `${through([...high, ...low.toReversed()])}Z`
    return [element('path', { d, fill: colorOf(series), 'fill-opacity': 0.12 })]
  })
  return [
    text(left, top - 26, title, { class: 'title' }),
    text(left, top - 10, remark),
    leftAxis(frame, up, y.ticks),
    bottomAxis(frame, across, x.ticks, 'Trials'),
    // The first series, with which the others are compared, is on top.
    ...bands.toReversed(),
    ...lines.toReversed(),
  ].join('')
}

const colorOf = (series: number) => `var(--series-${series % SERIES_COLOURS})`

/** The stroke of a series: dashes after the eighth; the first is the strongest. */
function strokeOf(series: number): { readonly style: string } {
  const dashes = series >= SERIES_COLOURS ? ';stroke-dasharray:6 4' : ''
  return { style: `stroke:${colorOf(series)};stroke-width:${series === 0 ? 3 : 1.75}${dashes}` }
}
