/** Formats bytes as megabytes, which have 1,000,000: `2.5 MB`, `512 MB`. */
export function formatMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`
}
