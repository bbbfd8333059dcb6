import * as tf from '@tensorflow/tfjs'

/**
 * Releases the tensors that TensorFlow.js saved for a failed gradient (the whole batch at every layer, and the
 * weights), which it otherwise keeps in memory and on its tape. A gradient fails, for instance, because of a missing
 * kernel or an error in a custom loss.
 *
 * Call it after a training step or `fit` that threw; it has no effect while a gradient is being computed.
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
