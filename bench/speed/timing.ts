/** Durations of repeated work, in microseconds. */
export interface Timing {
  readonly median: number
  readonly p95: number
}

/** Times each of `count` runs of `work`, after a warm-up. */
export async function timeEach(count: number, work: () => Promise<void> | void): Promise<Timing> {
  for (let run = 0; run < Math.min(count, 50); run += 1) await work()
  const durations: number[] = []
  for (let run = 0; run < count; run += 1) {
    const began = performance.now()
    await work()
    durations.push((performance.now() - began) * 1_000)
  }
  return summarize(durations)
}

export function summarize(durations: readonly number[]): Timing {
  const sorted = durations.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
  return { median: at(0.5), p95: at(0.95) }
}

/** Formats a duration with a suitable unit. */
export function duration(microseconds: number): string {
  if (microseconds < 1_000) return `${microseconds.toFixed(1)} µs`
  if (microseconds < 1_000_000) return `${(microseconds / 1_000).toFixed(2)} ms`
  return `${(microseconds / 1_000_000).toFixed(2)} s`
}
