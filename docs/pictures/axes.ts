import { element, text } from './svg.ts'

/** A map from values to pixels. */
export type Scale = (value: number) => number

/** A linear scale from `domain` to `range`. */
export function linear([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  return (value) => start + ((value - from) / (to - from)) * (end - start)
}

/** A logarithmic scale. */
export function logarithmic([from, to]: readonly [number, number], range: readonly [number, number]): Scale {
  const scale = linear([Math.log(from), Math.log(to)], range)
  return (value) => scale(Math.log(value))
}

/** Where a plot stands in a picture. */
export interface Frame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The ticks of an axis: values, or values with what is written at them. */
export type Ticks = readonly (number | readonly [value: number, label: string])[]

const labelled = (ticks: Ticks) =>
  ticks.map((tick) => (typeof tick === 'number' ? ([tick, String(tick).replace('-', '−')] as const) : tick))

/** A horizontal axis below a frame. */
export function bottomAxis({ left, top, width, height }: Frame, x: Scale, ticks: Ticks, label = ''): string {
  const y = top + height
  return [
    element('path', { class: 'axis', d: `M${left},${y}H${left + width}` }),
    ...labelled(ticks).flatMap(([value, words]) => [
      element('path', { class: 'axis', d: `M${Math.round(x(value) * 2) / 2},${y}v4` }),
      text(x(value), y + 18, words, { 'text-anchor': 'middle' }),
    ]),
    label === '' ? '' : text(left + width / 2, y + 37, label, { 'text-anchor': 'middle' }),
  ].join('')
}

/** Horizontal rules through a frame, with the values at its left; the label stands above them. */
export function leftAxis({ left, top, width }: Frame, y: Scale, ticks: Ticks, label = ''): string {
  return [
    ...labelled(ticks).flatMap(([value, words]) => [
      element('path', { class: 'rule', d: `M${left},${Math.round(y(value) * 2) / 2}h${width}` }),
      text(left - 8, y(value) + 4.5, words, { 'text-anchor': 'end' }),
    ]),
    label === '' ? '' : text(left - 8, top - 10, label, { 'text-anchor': 'start' }),
  ].join('')
}

/** `count` values from `from` to `to`, evenly spaced. */
export function steps(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1))
}
