import { clamp } from '../math/safe-math.ts'
import { truncatedNormalLogPdf, truncatedNormalQuantile } from '../math/truncated-normal.ts'
import type { PeakedDensity } from './density.ts'

/** The normal density with `mean` and `sd`, in positions, truncated to [0, 1]. */
export function truncatedNormalDensity({ mean, sd }: { readonly mean: number; readonly sd: number }): PeakedDensity {
  const distribution = { mean, sd, low: 0, high: 1 }
  const logKernel = (position: number) => -0.5 * ((position - mean) / sd) ** 2
  const logPeak = logKernel(clamp(mean, 0, 1))
  return Object.freeze({
    logDensity: (position: number) => truncatedNormalLogPdf(position, distribution),
    logRelativeDensity: (position: number) => logKernel(position) - logPeak,
    quantile: (u: number) => truncatedNormalQuantile(u, distribution),
  })
}
