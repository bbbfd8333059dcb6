import type { LegendItem } from './figure.ts'
import { element } from './markup.ts'
import { SERIES } from './theme.ts'

/** Dashes that distinguish curves after the sixth, whose colours repeat. */
const DASHES = [undefined, '7 4', '2 4', '9 3 2 3']

/** The style of the curve of a study among several. */
export interface SeriesLook {
  readonly tone: string
  readonly fill: string
  readonly dash: string | undefined
}

/** The style of the study at an index. */
export const seriesLook = (index: number): SeriesLook => ({
  tone: `s${index % SERIES}`,
  fill: `f${index % SERIES}`,
  dash: DASHES[Math.floor(index / SERIES) % DASHES.length],
})

/** Creates a legend with the curve of each study. */
export function seriesLegend(studies: readonly string[]): readonly LegendItem[] {
  return studies.map((label, index) => {
    const { tone, dash } = seriesLook(index)
    return { label, mark: element('path', { class: `curve ${tone}`, d: 'M0,0H22', 'stroke-dasharray': dash }) }
  })
}
