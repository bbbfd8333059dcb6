/**
 * The value of evaluating a point, judged from a posterior: the next trial goes where it is largest.
 */
export interface AcquisitionFunction {
  readonly name: string
  /** The acquisition value of each of `count` points, of shape [count, columns]: a real number or −∞, larger is better. */
  evaluate(points: Float64Array, count: number): Float64Array
}
