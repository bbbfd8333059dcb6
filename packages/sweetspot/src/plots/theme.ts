/**
 * The colours of all figures, light and dark.
 *
 * Lines and marks use the palette of Okabe & Ito (2008), which people with any kind of colour vision can distinguish.
 * The lightness of the ramp is monotonic, so that it also prints in grey. Plain classes without variables, because
 * programs that draw SVG outside browsers support only those.
 */
import type { Markup } from './markup.ts'

type Rules = { readonly [selector: string]: string }

/** The number of ramp classes, `r0` (faint) to `r7` (strong). */
export const RAMP_STEPS = 8
/** The number of series classes `s0`, `s1` …, which distinguish curves. */
export const SERIES = 6

const LIGHT = {
  ground: '#ffffff',
  ink: '#1c2733',
  muted: '#5b6773',
  faint: '#8a949e',
  line: '#c3cad1',
  grid: '#e9ecef',
  series: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'],
  ramp: ['#dfe4ea', '#c9d7e5', '#a9c8e0', '#80b1d6', '#5596c8', '#2f78b3', '#145a95', '#083c6e'],
}

const DARK: typeof LIGHT = {
  ground: '#12171d',
  ink: '#e8edf2',
  muted: '#a3afba',
  faint: '#74808c',
  line: '#46515c',
  grid: '#232b33',
  series: ['#4aa8e0', '#ff8a3c', '#2cc79c', '#e59ac2', '#f2bb3d', '#9ad4f5'],
  ramp: ['#2a333d', '#2f4255', '#335674', '#386f98', '#448bbb', '#62a9d6', '#93c8e9', '#d3ebfa'],
}

function rulesOf(theme: typeof LIGHT): Rules {
  const series = theme.series.flatMap((color, index) => [
    [`.s${index}`, `stroke:${color}`],
    [`.f${index}`, `fill:${color}`],
  ])
  const ramp = theme.ramp.flatMap((color, index) => [
    [`.r${index}`, `stroke:${color}`],
    [`.q${index}`, `fill:${color}`],
  ])
  return {
    '.ground': `fill:${theme.ground}`,
    text: `fill:${theme.ink}`,
    '.muted': `fill:${theme.muted}`,
    '.tick': `fill:${theme.muted}`,
    '.halo': `stroke:${theme.ground}`,
    '.axis': `stroke:${theme.line}`,
    '.grid': `stroke:${theme.grid}`,
    '.quiet': `stroke:${theme.faint}`,
    '.quiet-fill': `fill:${theme.faint}`,
    '.ring': `stroke:${theme.ground}`,
    ...Object.fromEntries(series),
    ...Object.fromEntries(ramp),
  }
}

const SHAPES: Rules = {
  text: "font:12px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif",
  '.title': 'font-size:16px;font-weight:600',
  '.tick': 'font-size:11px;font-variant-numeric:tabular-nums',
  '.small': 'font-size:11px',
  '.strong': 'font-weight:600',
  '.halo': 'paint-order:stroke;stroke-width:4px;stroke-linejoin:round',
  '.axis,.grid,.quiet': 'fill:none;stroke-width:1px',
  '.curve': 'fill:none;stroke-width:2px;stroke-linejoin:round;stroke-linecap:round',
  '.dots': 'fill:none;stroke-width:5px;stroke-linecap:round',
}

const write = (rules: Rules) =>
  Object.entries(rules)
    .map(([selector, declarations]) => {
      const scoped = selector.split(',').map((part) => `.sweetspot ${part}`)
      return `${scoped.join(',')}{${declarations}}`
    })
    .join('')

/** The style sheet of a figure. */
export const STYLE =
  `${write(SHAPES)}${write(rulesOf(LIGHT))}@media (prefers-color-scheme:dark){${write(rulesOf(DARK))}}` as Markup

/** The step of the ramp for a share between 0 (faint) and 1 (strong). */
export function rampStep(share: number): number {
  return Math.min(RAMP_STEPS - 1, Math.max(0, Math.floor(share * RAMP_STEPS)))
}
