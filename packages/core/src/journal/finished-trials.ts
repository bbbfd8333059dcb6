import { encodeInto } from '../space/encode.ts'
import type { SearchSpace } from '../space/search-space.ts'
import { constraintValue } from '../trial/constraint.ts'
import type { FinishedTrial } from '../trial/trial-record.ts'

/**
 * The finished trials that fit the search space, as columns for arithmetic, in the order in which they finished.
 * Matrices are row-major with one row for each trial. The same object as long as no trial finishes and nothing about the
 * finished ones changes, their attributes included.
 */
export interface FinishedTrials {
  readonly count: number
  /** Numbers of the trials. */
  readonly numbers: Float64Array
  /** `count × dimensions`: positions in the unit cube, NaN where a dimension is inactive. */
  readonly units: Float64Array
  /** `count × metrics`: the values of completed trials; NaN for pruned and failed ones. */
  readonly values: Float64Array
  /**
   * `count × metrics`: the value of each metric that a trial reported last, by step, whatever became of the trial; for a
   * pruned trial, the value told with its end, if there was one. Possibly NaN or infinite; NaN too where it was never
   * reported.
   */
  readonly lastValues: Float64Array
  /** `count × constraints`: what was measured of each constraint; NaN where a trial did not measure it. */
  readonly constraintValues: Float64Array
  /** How many finished trials do not fit the space, for instance since it was edited, and are left out. */
  readonly incompatible: number
}

interface Buffers {
  used: number
  numbers: Float64Array
  units: Float64Array
  values: Float64Array
  lastValues: Float64Array
  constraintValues: Float64Array
}

/** What the columns are of: dimensions, metrics and constraints. */
export interface FinishedColumns {
  readonly space: SearchSpace
  readonly metrics: readonly string[]
  readonly constraints: readonly string[]
}

const FIRST_CAPACITY = 16

/**
 * {@link FinishedTrials} that grow: a new version costs one row. Versions share their buffers, each seeing its own
 * prefix; extending an old version in another direction copies them.
 */
export class FinishedTable implements FinishedTrials {
  readonly count: number
  readonly incompatible: number
  readonly #columns: FinishedColumns
  readonly #buffers: Buffers

  constructor(columns: FinishedColumns, count = 0, incompatible = 0, buffers?: Buffers) {
    this.#columns = columns
    this.count = count
    this.incompatible = incompatible
    this.#buffers = buffers ?? this.#allocate(FIRST_CAPACITY)
  }

  get numbers(): Float64Array {
    return this.#buffers.numbers.subarray(0, this.count)
  }

  get units(): Float64Array {
    return this.#buffers.units.subarray(0, this.count * this.#columns.space.dimensions.length)
  }

  get values(): Float64Array {
    return this.#buffers.values.subarray(0, this.count * this.#columns.metrics.length)
  }

  get lastValues(): Float64Array {
    return this.#buffers.lastValues.subarray(0, this.count * this.#columns.metrics.length)
  }

  get constraintValues(): Float64Array {
    return this.#buffers.constraintValues.subarray(0, this.count * this.#columns.constraints.length)
  }

  append(trial: FinishedTrial): FinishedTable {
    const buffers = this.#writable()
    const { count } = this
    const { space, metrics, constraints } = this.#columns
    if (!encodeInto(space, trial.params, buffers.units, count * space.dimensions.length)) return this.#next(0, buffers)
    buffers.numbers[count] = trial.number
    metrics.forEach((metric, index) => {
      const value = trial.state === 'completed' ? trial.values[metric] : undefined
      buffers.values[count * metrics.length + index] = value ?? Number.NaN
      buffers.lastValues[count * metrics.length + index] = lastValue(trial, metric)
    })
    // A trial whose loss came out as NaN may well have measured its memory.
    const measured = trial.values ?? {}
    constraints.forEach((name, index) => {
      buffers.constraintValues[count * constraints.length + index] = constraintValue(measured, name)
    })
    buffers.used = count + 1
    return this.#next(1, buffers)
  }

  /** The version after a note on a trial that had finished. */
  annotated(): FinishedTable {
    return new FinishedTable(this.#columns, this.count, this.incompatible, this.#buffers)
  }

  /** The version with a row more, or with a trial more that does not fit. */
  #next(rows: 0 | 1, buffers: Buffers): FinishedTable {
    return new FinishedTable(this.#columns, this.count + rows, this.incompatible + 1 - rows, buffers)
  }

  #writable(): Buffers {
    const { numbers, used } = this.#buffers
    if (used === this.count && this.count < numbers.length) return this.#buffers
    const grown = this.#allocate(Math.max(FIRST_CAPACITY, this.count * 2))
    grown.used = this.count
    grown.numbers.set(this.numbers)
    grown.units.set(this.units)
    grown.values.set(this.values)
    grown.lastValues.set(this.lastValues)
    grown.constraintValues.set(this.constraintValues)
    return grown
  }

  #allocate(capacity: number): Buffers {
    return {
      used: 0,
      numbers: new Float64Array(capacity),
      units: new Float64Array(capacity * this.#columns.space.dimensions.length),
      values: new Float64Array(capacity * this.#columns.metrics.length),
      lastValues: new Float64Array(capacity * this.#columns.metrics.length),
      constraintValues: new Float64Array(capacity * this.#columns.constraints.length),
    }
  }
}

/**
 * The value of a metric that was told with the end of a pruned trial; else that in the last measurement that has one, as
 * the later ones may be of other metrics only; or NaN.
 */
function lastValue({ state, values: told = {}, measurements }: FinishedTrial, metric: string): number {
  if (state === 'pruned' && Object.hasOwn(told, metric)) return told[metric] as number
  const last = measurements.findLast(({ values }) => Object.hasOwn(values, metric))
  return last?.values[metric] ?? Number.NaN
}
