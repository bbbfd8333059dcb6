import type { Ticks } from '../../../docs/pictures/axes.ts'

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/**
 * Ticks of a logarithmic axis: as many as are legible, at 1, 2 and 5 times a power for a small range.
 *
 * @param low - log10 of the lower end.
 * @param high - log10 of the upper end.
 */
export function logTicks(low: number, high: number): Ticks {
  const span = high - low
  const factors = span < 1.5 ? [1, 2, 5] : span < 3 ? [1, 3] : [1]
  const every = Math.max(1, Math.ceil(span / 7))
  const ticks: (readonly [number, string])[] = []
  for (let power = Math.floor(low); power <= high; power += 1) {
    if (power % every !== 0) continue
    for (const factor of factors) {
      const at = power + Math.log10(factor)
      if (at >= low - 1e-9 && at <= high + 1e-9) ticks.push([at, label(factor, power)])
    }
  }
  return ticks
}

function label(factor: number, power: number): string {
  if (power >= -3) return String(Number((factor * 10 ** power).toPrecision(3)))
  const exponent = Array.from(String(-power), (digit) => SUPERSCRIPTS[Number(digit)]).join('')
  return `${factor === 1 ? '' : `${factor} · `}10⁻${exponent}`
}
