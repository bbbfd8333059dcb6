import { encodeInto } from '../space/encode.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { FinishedTrial } from '../trial/trial-record.ts'

/**
 * The finished trials that fit the search space, as columns for arithmetic, in the order in which they finished.
 * Matrices are row-major with one row for each trial.
 */
export interface FinishedTrials {
  readonly count: number
  /** Numbers of the trials. */
  readonly numbers: Float64Array
  /** `count × dimensions`: positions in the unit cube, NaN where a dimension is inactive. */
  readonly units: Float64Array
  /** `count × metrics`: the values of completed trials; NaN for pruned and failed ones. */
  readonly values: Float64Array
  /** How many finished trials do not fit the space, for instance since it was edited, and are left out. */
  readonly misfits: number
}

interface Buffers {
  used: number
  numbers: Float64Array
  units: Float64Array
  values: Float64Array
}

const FIRST_CAPACITY = 16

/**
 * {@link FinishedTrials} that grow: a new version costs one row. Versions share their buffers, each seeing its own
 * prefix; extending an old version in another direction copies them.
 */
export class FinishedTable implements FinishedTrials {
  readonly count: number
  readonly misfits: number
  readonly #space: SearchSpace
  readonly #metrics: readonly string[]
  readonly #buffers: Buffers

  constructor(space: SearchSpace, metrics: readonly string[], count = 0, misfits = 0, buffers?: Buffers) {
    this.#space = space
    this.#metrics = metrics
    this.count = count
    this.misfits = misfits
    this.#buffers = buffers ?? this.#allocate(FIRST_CAPACITY)
  }

  get numbers(): Float64Array {
    return this.#buffers.numbers.subarray(0, this.count)
  }

  get units(): Float64Array {
    return this.#buffers.units.subarray(0, this.count * this.#space.dimensions.length)
  }

  get values(): Float64Array {
    return this.#buffers.values.subarray(0, this.count * this.#metrics.length)
  }

  append(trial: FinishedTrial): FinishedTable {
    const buffers = this.#writable()
    const { count } = this
    const width = this.#space.dimensions.length
    if (!encodeInto(this.#space, trial.params, buffers.units, count * width)) {
      return new FinishedTable(this.#space, this.#metrics, count, this.misfits + 1, buffers)
    }
    buffers.numbers[count] = trial.number
    this.#metrics.forEach((metric, index) => {
      const value = trial.state === 'completed' ? trial.values[metric] : undefined
      buffers.values[count * this.#metrics.length + index] = value ?? Number.NaN
    })
    buffers.used = count + 1
    return new FinishedTable(this.#space, this.#metrics, count + 1, this.misfits, buffers)
  }

  #writable(): Buffers {
    const { numbers, used } = this.#buffers
    if (used === this.count && this.count < numbers.length) return this.#buffers
    const grown = this.#allocate(Math.max(FIRST_CAPACITY, this.count * 2))
    grown.used = this.count
    grown.numbers.set(this.numbers)
    grown.units.set(this.units)
    grown.values.set(this.values)
    return grown
  }

  #allocate(capacity: number): Buffers {
    return {
      used: 0,
      numbers: new Float64Array(capacity),
      units: new Float64Array(capacity * this.#space.dimensions.length),
      values: new Float64Array(capacity * this.#metrics.length),
    }
  }
}
