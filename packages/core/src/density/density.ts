/** A probability density of one dimension of a search space, over its positions in the unit interval. */
export interface Density {
  /** The logarithm of the density at a position in [0, 1], over which the density integrates to 1. */
  logDensity(position: number): number
  /** The position below which the share `u` of the probability lies. Of categories, the middle of one's interval. */
  quantile(u: number): number
}

/** A density whose greatest value is known, so that its shape can be a weight: 1 at the likeliest position. */
export interface PeakedDensity extends Density {
  /** The logarithm of the density divided by its greatest value: at most 0. */
  logRelativeDensity(position: number): number
}
