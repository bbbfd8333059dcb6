/** Milliseconds of a unit of time. */
const UNITS: { readonly [unit: string]: number } = { ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86400e3 }

/** Milliseconds of a text such as `90s`, `10m`, `2h` or `1h30m`; undefined if it is no duration. */
export function durationOf(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(text)) return undefined
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)]
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (UNITS[unit ?? ''] ?? 0), 0)
}
