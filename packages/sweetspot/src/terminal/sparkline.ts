const BARS = '▁▂▃▄▅▆▇█'

/**
 * Formats a curve as a text of at most `width` cells, such as `▁▃▅▆`: the last values, each between the least and the
 * largest of them. NaN and infinities are spaces.
 */
export function sparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-width)
  const finite = shown.filter(Number.isFinite)
  const low = Math.min(...finite)
  const range = Math.max(...finite) - low
  return shown
    .map((value) => {
      if (!Number.isFinite(value)) return ' '
      const level = range > 0 ? Math.round(((value - low) / range) * (BARS.length - 1)) : (BARS.length >> 1) - 1
      return BARS[level] ?? ' '
    })
    .join('')
}
