import * as tf from '@tensorflow/tfjs'
import { type BackendName, selectBackend } from './select-backend.ts'
import { supportsTraining } from './supports-training.ts'

/**
 * Chooses the backend of a search: the fastest available one, and plain JavaScript for a model that it cannot train.
 */
export class BackendChoice {
  readonly #wanted: BackendName | 'current' | undefined
  readonly #inform: (text: string) => void
  readonly #warn: (text: string) => void
  #selected: string | undefined
  /** Whether models can be trained, by {@link traitsOf}. */
  readonly #trainable = new Map<string, boolean>()

  /**
   * @param wanted - The backend, or `current` to keep the one that is set. Default: the fastest that loads.
   * @param inform - Called with the chosen backend.
   * @param warn - Called for models that are trained in plain JavaScript instead.
   */
  constructor(
    wanted: BackendName | 'current' | undefined,
    inform: (text: string) => void,
    warn: (text: string) => void = inform,
  ) {
    this.#wanted = wanted
    this.#inform = inform
    this.#warn = warn
  }

  /** Selects the backend once. @throws ERR_BACKEND_UNAVAILABLE */
  async select(): Promise<void> {
    if (this.#selected !== undefined) return
    await tf.ready()
    if (this.#wanted !== 'current') {
      await selectBackend({ onNotice: this.#inform, ...(this.#wanted && { prefer: this.#wanted }) })
    }
    this.#selected = tf.getBackend()
  }

  /** Restores the selected backend, after a model that it could not train. @throws ERR_BACKEND_UNAVAILABLE */
  async use(): Promise<void> {
    await this.select()
    if (this.#wanted !== 'current' && this.#selected !== undefined) await tf.setBackend(this.#selected)
  }

  /**
   * Sets a backend that can train the model, until the next {@link use}. Support depends on the layers, the loss and
   * the optimiser, not on sizes, so it is tested once for each combination.
   */
  async prepare(model: tf.LayersModel): Promise<void> {
    if (this.#wanted === 'current' || tf.getBackend() === 'cpu') return
    const traits = traitsOf(model)
    let trainable = this.#trainable.get(traits)
    if (trainable === undefined) {
      const { fallback, reason } = await supportsTraining(model)
      trainable = fallback === null
      this.#trainable.set(traits, trainable)
      if (!trainable) this.#warn(reason)
    }
    if (!trainable) await tf.setBackend('cpu')
  }
}

/** The properties of a model that determine the kernels that it needs. */
function traitsOf({ layers, loss, optimizer }: tf.LayersModel): string {
  const kinds = layers.map((layer) => [layer.getClassName(), traits(layer.getConfig())])
  return JSON.stringify([kinds, loss, (optimizer as tf.Optimizer | undefined)?.getClassName()], (_, value: unknown) =>
    typeof value === 'function' ? value.name : value,
  )
}

/** Numeric properties that select a kernel; all others are sizes. */
const KERNEL_PROPERTIES = /^(?:dilationRate|strides)$/

/** A layer's configuration without names, sizes and initial weights. */
function traits(config: unknown, key = ''): unknown {
  if (typeof config === 'number') return KERNEL_PROPERTIES.test(key) ? config : 0
  if (Array.isArray(config)) return config.map((item) => traits(item, key))
  if (typeof config !== 'object' || config === null) return config
  const entries = Object.entries(config).filter(([name]) => !/^name$|initializer$|shape$/i.test(name))
  return entries.map(([name, value]) => [name, traits(value, name)])
}
