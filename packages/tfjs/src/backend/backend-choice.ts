import * as tf from '@tensorflow/tfjs'
import { type BackendName, selectBackend } from './select-backend.ts'
import { supportsTraining } from './supports-training.ts'

/**
 * Chooses what computes for a search: the fastest backend there is, and for a model that it cannot train, plain
 * JavaScript.
 */
export class BackendChoice {
  readonly #wanted: BackendName | 'current' | undefined
  readonly #notice: (text: string) => void
  #selected: string | undefined
  /** Whether models of these layers can be trained, by the layers' names. */
  readonly #trainable = new Map<string, boolean>()

  constructor(wanted: BackendName | 'current' | undefined, notice: (text: string) => void) {
    this.#wanted = wanted
    this.#notice = notice
  }

  /** Sets the backend, once. @throws ERR_BACKEND_UNAVAILABLE */
  async select(): Promise<void> {
    if (this.#selected !== undefined) return
    await tf.ready()
    if (this.#wanted !== 'current') {
      await selectBackend({ onNotice: this.#notice, ...(this.#wanted && { prefer: this.#wanted }) })
    }
    this.#selected = tf.getBackend()
  }

  /** Makes sure that the backend can train the model. Layers decide that, so it is tried once for each combination. */
  async prepare(model: tf.LayersModel): Promise<void> {
    const selected = this.#selected
    if (selected === undefined || selected === 'cpu' || this.#wanted === 'current') return
    const layers = [...new Set(model.layers.map((layer) => layer.getClassName()))].sort().join()
    await tf.setBackend(selected)
    let trainable = this.#trainable.get(layers)
    if (trainable === undefined) {
      const support = await supportsTraining(model)
      trainable = support.fallback === null
      this.#trainable.set(layers, trainable)
      if (!trainable) this.#notice(support.reason)
    }
    if (!trainable) await tf.setBackend('cpu')
  }
}
