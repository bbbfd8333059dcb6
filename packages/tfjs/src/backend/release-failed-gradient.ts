import * as tf from '@tensorflow/tfjs'

/**
 * Gives back what TensorFlow.js saved for a gradient that then failed, for instance for want of a kernel or by an error
 * in a loss of the user's: it leaves that (the whole batch at every layer, and the weights) in memory, and on its tape.
 *
 * Call it after a training step or `fit` that has thrown; while a gradient is being computed it does nothing.
 */
export function releaseFailedGradient(): void {
  const { state } = tf.engine() as unknown as { state: { gradientDepth: number; activeTape: TapeNode[] | null } }
  if (state.gradientDepth > 0 || !state.activeTape) return
  for (const { saved } of state.activeTape) tf.dispose(saved ?? [])
  state.activeTape = null
}

/** One operation on the tape. */
interface TapeNode {
  readonly saved?: tf.Tensor[]
}
