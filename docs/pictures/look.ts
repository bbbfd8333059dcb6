/** The colours of all pictures, by what they stand for: in light and in dark surroundings. */
const COLOURS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  ground: ['#ffffff', '#1b1b1f'],
  ink: ['#1f2933', '#e4e7eb'],
  soft: ['#5f6b7a', '#9aa5b1'],
  rule: ['#e4e7eb', '#363a41'],
  model: ['#178a7c', '#4cc9b8'],
  point: ['#d9542b', '#ff8a65'],
  chance: ['#6d5bd0', '#a99cf5'],
  grid: ['#b7791f', '#e9b44c'],
  halo: ['#ffffff', '#14181b'],
}

/** The colours of a surface: from its best value to its worst. */
const SURFACE: readonly (readonly [light: string, dark: string])[] = [
  ['#f6fbfa', '#10201e'],
  ['#e6f4f1', '#132826'],
  ['#d3ece7', '#17322f'],
  ['#bce2db', '#1b3f3b'],
  ['#a1d5cc', '#204e49'],
  ['#82c6bb', '#266059'],
  ['#5fb4a7', '#2f766d'],
  ['#3c9f91', '#3b9084'],
]

/** The colours of curves that are told apart: the palette of Okabe & Ito (2008), which people with any colour vision can. */
const SERIES: readonly (readonly [light: string, dark: string])[] = [
  ['#0072b2', '#4aa8e0'],
  ['#d55e00', '#ff8a3c'],
  ['#009e73', '#2cc79c'],
  ['#cc79a7', '#e59ac2'],
  ['#b58900', '#f2bb3d'],
  ['#56b4e9', '#9ad4f5'],
  ['#5f6b7a', '#9aa5b1'],
  ['#7a3e9d', '#b78ae0'],
]

/** How many colours `series-0`, `series-1` … there are. */
export const SERIES_COLOURS = SERIES.length

/** How many colours a surface has. */
export const SURFACE_LEVELS = SURFACE.length

const entries = [
  ...Object.entries(COLOURS),
  ...SERIES.map((pair, index) => [`series-${index}`, pair] as const),
  ...SURFACE.map((pair, level) => [`surface-${level}`, pair] as const),
] as const

const variables = (index: 0 | 1) => entries.map(([name, pair]) => `--${name}:${pair[index]}`).join(';')

const RULES = `
.sp{font-family:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-size:13px}
.sp text{fill:var(--soft)}
.sp .title{fill:var(--ink);font-weight:600;font-size:14px}
.sp .strong{fill:var(--ink)}
.sp .model{fill:var(--model)}.sp .point{fill:var(--point)}.sp .chance{fill:var(--chance)}.sp .grid{fill:var(--grid)}
.sp .rule{stroke:var(--rule);fill:none;stroke-width:1}
.sp .axis{stroke:var(--soft);fill:none;stroke-width:1}
.sp .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.sp .halo{paint-order:stroke;stroke:var(--ground);stroke-width:4px;stroke-linejoin:round}
`

/** The style sheet of a picture that stands alone, as a file: it follows the system's choice of light or dark. */
export function fileStyles(): string {
  return `.sp{${variables(0)}}@media(prefers-color-scheme:dark){.sp{${variables(1)}}}${RULES}`.replaceAll('\n', '')
}

/** The style sheet of the pictures in the site's pages: it follows the reader's switch, and the page is their ground. */
export function siteStyles(): string {
  return `.sp{${variables(0)}}.dark .sp{${variables(1)}}${RULES}.sp>.ground{display:none}.sp{font-family:inherit}`
}
