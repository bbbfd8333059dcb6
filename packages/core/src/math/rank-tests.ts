/** A rank test, which decides whether one set of paired results is better than another. Used to validate samplers. */
import { normalCdf } from './normal.ts'
import { ranks } from './statistics.ts'

/**
 * The alternative hypothesis: `less` means that the differences tend to be below 0.
 */
export type RankTestAlternative = 'two-sided' | 'less' | 'greater'

/** The result of a rank test. */
export interface RankTest {
  /** The sum of the ranks of the positive differences. */
  readonly statistic: number
  /** The probability of a statistic at least as extreme under the null hypothesis. */
  readonly pValue: number
}

/** Σ (t³ − t) over groups of t equal ranks. */
function tieTerm(x: Float64Array): number {
  const sizes = new Map<number, number>()
  for (const rank of x) sizes.set(rank, (sizes.get(rank) ?? 0) + 1)
  return [...sizes.values()].reduce((sum, t) => sum + t ** 3 - t, 0)
}

/** The p-value of a normally distributed deviation. */
function normalPValue(deviation: number, sd: number, alternative: RankTestAlternative): number {
  if (sd === 0) return 1
  if (alternative === 'less') return normalCdf(deviation / sd)
  if (alternative === 'greater') return normalCdf(-deviation / sd)
  return Math.min(1, 2 * normalCdf(-Math.abs(deviation) / sd))
}

/**
 * The signed-rank test of paired differences: Wilcoxon (1945). Exact up to 50 different, non-zero differences, else by
 * the normal approximation with a correction for ties.
 *
 * Zeros are dropped (Wilcoxon) or, with `zeros: 'split'`, ranked and counted half to each side. Split zeros still count
 * in the variance (as in scipy), which is conservative.
 */
export function wilcoxonSignedRank(
  differences: ArrayLike<number>,
  { alternative = 'two-sided', zeros = 'drop' }: { alternative?: RankTestAlternative; zeros?: 'drop' | 'split' } = {},
): RankTest {
  const d = Array.from(differences).filter((difference) => zeros === 'split' || difference !== 0)
  const n = d.length
  if (n === 0) return { statistic: 0, pValue: 1 }
  const all = ranks(d.map(Math.abs))
  const statistic = d.reduce((sum, di, i) => sum + (di > 0 ? all[i]! : di === 0 ? all[i]! / 2 : 0), 0)
  const ties = tieTerm(all)
  if (n <= 50 && ties === 0 && !d.includes(0)) return { statistic, pValue: exactSignedRank(n, statistic, alternative) }
  const sd = Math.sqrt((n * (n + 1) * (2 * n + 1) - ties / 2) / 24)
  return { statistic, pValue: normalPValue(statistic - (n * (n + 1)) / 4, sd, alternative) }
}

/** The share of the 2ⁿ sign patterns of the ranks 1…n whose sum is as extreme as `statistic`. */
function exactSignedRank(n: number, statistic: number, alternative: RankTestAlternative): number {
  const top = (n * (n + 1)) / 2
  const shares = new Float64Array(top + 1)
  shares[0] = 1
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = top; sum >= 0; sum--) shares[sum] = (shares[sum]! + (shares[sum - rank] ?? 0)) / 2
  }
  const upTo = (sum: number) => shares.subarray(0, sum + 1).reduce((a, b) => a + b, 0)
  // The distribution is symmetric about top / 2.
  const less = upTo(statistic)
  const greater = upTo(top - statistic)
  if (alternative === 'less') return less
  if (alternative === 'greater') return greater
  return Math.min(1, 2 * Math.min(less, greater))
}
