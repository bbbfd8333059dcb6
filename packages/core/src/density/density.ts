/** A probability density over the positions of one dimension of a search space, in the unit interval. */
export interface Density {
  /** The logarithm of the density at a position; the density integrates to 1 over [0, 1]. */
  logDensity(position: number): number
  /** The quantile of `u`: a position in [0, 1]. For categories, the center of an interval. */
  quantile(u: number): number
}

/** A density with a known maximum, so that it can be used as a weight: 1 at the likeliest position. */
export interface PeakedDensity extends Density {
  /** The logarithm of the density divided by its maximum: at most 0. */
  logRelativeDensity(position: number): number
}
