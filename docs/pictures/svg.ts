import { fileStyles } from './look.ts'

type Attributes = { readonly [name: string]: string | number | undefined }

/** An SVG element. Numbers are written to a hundredth of a pixel. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : (value as string)}"`)
    .join('')
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`
}

/** A number to a hundredth. */
export const short = (value: number) => String(Math.round(value * 100) / 100)

/** Text, with its classes: `title`, `strong`, `halo`, or the name of a colour. */
export function text(x: number, y: number, words: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, words.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
}

export type Point = readonly [x: number, y: number]

/** The data of a path through points. */
export const through = (points: readonly Point[]) => `M${points.map(([x, y]) => `${short(x)},${short(y)}`).join('L')}`

/** A cubic curve between two points. */
type Piece = readonly [from: Point, near: Point, far: Point, to: Point]

/**
 * The pieces of a smooth path through points that rise in x, which goes up and down only where they do: monotone cubics
 * (Fritsch & Carlson 1980).
 */
function smooth(points: readonly Point[]): Piece[] {
  const secants = points.slice(1).map(([x, y], i) => {
    const [x0, y0] = points[i] as Point
    return (y - y0) / (x - x0)
  })
  const slopes = points.map((_, i) => {
    const [before, after] = [secants[i - 1] ?? (secants[i] as number), secants[i] ?? (secants[i - 1] as number)]
    if (before * after <= 0) return 0
    return Math.sign(before) * Math.min(Math.abs(before + after) / 2, 2 * Math.abs(before), 2 * Math.abs(after))
  })
  return points.slice(1).map((to, i): Piece => {
    const from = points[i] as Point
    const third = (to[0] - from[0]) / 3
    const near: Point = [from[0] + third, from[1] + third * (slopes[i] as number)]
    return [from, near, [to[0] - third, to[1] - third * (slopes[i + 1] as number)], to]
  })
}

const curves = (pieces: readonly Piece[]) =>
  pieces.map(([, ...rest]) => `C${rest.map((point) => point.map(short).join(',')).join(' ')}`).join('')

/** A smooth line through points that rise in x, in a colour of `look.ts`. */
export function line(points: readonly Point[], colour: string, attributes: Attributes = {}): string {
  return element('path', {
    class: 'line',
    d: through(points.slice(0, 1)) + curves(smooth(points)),
    stroke: `var(--${colour})`,
    ...attributes,
  })
}

/** The area between two lines through points that rise in x. */
export function band(upper: readonly Point[], lower: readonly Point[], colour: string, opacity = 0.16): string {
  const back = smooth(lower).map(([from, near, far, to]): Piece => [to, far, near, from])
  const d = `${through(upper.slice(0, 1))}${curves(smooth(upper))}${through(lower.slice(-1)).replace('M', 'L')}${curves(back.toReversed())}Z`
  return element('path', { d, fill: `var(--${colour})`, 'fill-opacity': opacity })
}

/** A dot with a thin halo, so that it is seen on any ground. */
export function dot([cx, cy]: Point, colour: string, r = 4, attributes: Attributes = {}): string {
  return element('circle', {
    cx,
    cy,
    r,
    fill: `var(--${colour})`,
    stroke: 'var(--halo)',
    'stroke-width': 1.25,
    ...attributes,
  })
}

/** A whole picture. */
export function picture(width: number, height: number, ...children: readonly string[]): string {
  const ground = element('rect', { class: 'ground', width, height, rx: 8, fill: 'var(--ground)' })
  return `${element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, class: 'sp' },
    `<style>${fileStyles()}</style>`,
    ground,
    ...children,
  )}\n`
}
