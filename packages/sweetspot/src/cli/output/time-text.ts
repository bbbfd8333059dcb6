import type { Cell } from './listing.ts'

/** Formats milliseconds since 1970 as the local date and time, such as `2026-11-28 16:40:05`. */
export function timeText(value: Cell): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '–'
  const date = new Date(value)
  const two = (part: number) => String(part).padStart(2, '0')
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join('-')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}
