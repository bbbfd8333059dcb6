import type { Clock } from './clock.ts'

/** Resolves after `delay` milliseconds of the clock, or when the signal is aborted. */
export function waitFor(
  clock: Clock,
  delay: number,
  signal: AbortSignal,
  options?: Parameters<Clock['after']>[2],
): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const over = () => {
      cancel()
      signal.removeEventListener('abort', over)
      resolve()
    }
    const cancel = clock.after(delay, over, options)
    signal.addEventListener('abort', over)
  })
}
