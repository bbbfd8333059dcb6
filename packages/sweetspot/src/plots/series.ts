import type { LegendItem } from './figure.ts'
import { element } from './markup.ts'
import { SERIES } from './theme.ts'

/** Beside its colour each curve after the sixth has a dash of its own. */
const DASHES = [undefined, '7 4', '2 4', '9 3 2 3']

/** How the curve of a study looks beside those of others. */
export interface SeriesLook {
  readonly tone: string
  readonly fill: string
  readonly dash: string | undefined
}

/** The look of the study at an index. */
export const seriesLook = (index: number): SeriesLook => ({
  tone: `s${index % SERIES}`,
  fill: `f${index % SERIES}`,
  dash: DASHES[Math.floor(index / SERIES) % DASHES.length],
})

/** A legend with the curve of each study. */
export function seriesLegend(studies: readonly string[]): readonly LegendItem[] {
  return studies.map((label, index) => {
    const { tone, dash } = seriesLook(index)
    return { label, mark: element('path', { class: `curve ${tone}`, d: 'M0,0H22', 'stroke-dasharray': dash }) }
  })
}
