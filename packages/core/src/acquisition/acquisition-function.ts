/**
 * What a trial at a point would be worth, judged from a posterior: the next trial goes where it is largest.
 */
export interface AcquisitionFunction {
  readonly name: string
  /** The worth of each of `count` points, of shape [count, columns]. Any real number, −∞ for none; larger is better. */
  evaluate(points: Float64Array, count: number): Float64Array
}
