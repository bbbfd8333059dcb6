/**
 * An acquisition function rates the evaluation of a point under a posterior: the next trial maximises it.
 */
export interface AcquisitionFunction {
  readonly name: string
  /**
   * Returns the acquisition value of each of `count` points, of shape [count, columns]: a real number or −∞, the larger
   * the better.
   */
  evaluate(points: Float64Array, count: number): Float64Array
}
