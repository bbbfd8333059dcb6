import { displayWidth, truncate } from '../text/display-width.ts'

/** A part of a line and its colour. Widths are computed before colours are added. */
export interface Span {
  readonly text: string
  readonly paint?: (text: string) => string
}

/** Joins spans to one line, truncated to `width` cells. */
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
