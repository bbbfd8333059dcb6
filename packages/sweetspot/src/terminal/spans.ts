import { displayWidth, truncate } from '../text/display-width.ts'

/** A stretch of a line, and how it is painted: widths are counted before colours are added. */
export interface Span {
  readonly text: string
  readonly paint?: (text: string) => string
}

/** The spans as one line, cut to a number of cells. */
export function lineOf(spans: readonly Span[], width: number): string {
  let left = width
  let line = ''
  for (const { text, paint } of spans) {
    if (left <= 0) break
    const shown = truncate(text, left)
    left -= displayWidth(shown)
    line += paint ? paint(shown) : shown
    if (shown !== text) break
  }
  return line
}
