/** Formats milliseconds for people: `85 ms`, `3.2 s`, `1 m 05 s`, `2 h 10 m`, `3 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  if (!(milliseconds >= 0)) return '–'
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${twoDigits(seconds % 60)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} m`
  const hours = Math.round(minutes / 60)
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** Formats a duration that is still increasing: `0.4 s`, then like {@link formatDuration}. */
export function formatElapsed(milliseconds: number): string {
  return milliseconds < 1000 ? `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s` : formatDuration(milliseconds)
}

const twoDigits = (value: number) => String(value).padStart(2, '0')
