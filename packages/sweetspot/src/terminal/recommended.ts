import { printable, type Recommendation, recommendation, type StudySnapshot } from '@sweetspot/core'
import { formatNumber } from '../text/format-value.ts'

/** The recommendation for a study of one metric, if its params differ from those of the best trial. */
export function recommendedInstead(snapshot: StudySnapshot): Recommendation | undefined {
  const { best, metrics } = snapshot
  if (!best || metrics.length > 1) return undefined
  const recommended = recommendation(snapshot)
  return recommended.numbers.includes(best.number) ? undefined : recommended
}

/** Formats a recommendation as a sentence. */
export function recommendationLine({ trial, metric, mean, low, high, confidence }: Recommendation): string {
  const share = `${formatNumber(100 * confidence)} %`
  const range = `${formatNumber(low)} to ${formatNumber(high)} with ${share}`
  const expected = `expected ${printable(metric)} ${formatNumber(mean)} (${range})`
  return `recommended: trial ${trial.number}, ${expected}; the best value may be luck`
}
