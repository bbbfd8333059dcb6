import { encodeInto } from '../space/encode.ts'
import type { SearchSpace } from '../space/search-space.ts'
import { constraintValue } from '../trial/constraint.ts'
import type { FinishedTrial } from '../trial/trial-record.ts'

/**
 * The finished trials that fit the search space, as columns for numerical code, in the order in which they finished.
 * Matrices are row-major with one row for each trial. The object stays the same until a trial finishes or a finished
 * trial changes, including its attributes.
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
   * `count × metrics`: the last reported value of each metric, by step, whatever the state of the trial; for a pruned
   * trial, the value told with its end, if any. Possibly infinite; NaN if it was NaN or never reported.
   */
  readonly lastValues: Float64Array
  /** `count × constraints`: the measured value of each constraint; NaN if the trial did not measure it. */
  readonly constraintValues: Float64Array
  /** The number of finished trials that are left out because they do not fit the space, for instance after an edit. */
  readonly incompatible: number
}

/** The columns of finished trials, without their definition. */
export type FinishedRows = Pick<FinishedTrials, 'numbers' | 'units' | 'values' | 'lastValues' | 'constraintValues'>

interface Buffers extends FinishedRows {
  used: number
}

/** The definition of the columns: dimensions, metrics and constraints. */
export interface FinishedColumns {
  readonly space: SearchSpace
  readonly metrics: readonly string[]
  readonly constraints: readonly string[]
}

const FIRST_CAPACITY = 16

/**
 * Growing {@link FinishedTrials}: a new version costs one row. Versions share buffers, and each sees its own prefix;
 * extending an old version in another direction copies them.
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

  /** A table with the rows of a checkpoint. Takes over the columns. */
  static restored(columns: FinishedColumns, incompatible: number, rows: FinishedRows): FinishedTable {
    const { length } = rows.numbers
    return new FinishedTable(columns, length, incompatible, { ...rows, used: length })
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
      buffers.lastValues[count * metrics.length + index] = lastTold(trial, metric)
    })
    // A trial with a NaN loss may have measured its constraints.
    const measured = trial.values ?? {}
    constraints.forEach((name, index) => {
      buffers.constraintValues[count * constraints.length + index] = constraintValue(measured, name)
    })
    buffers.used = count + 1
    return this.#next(1, buffers)
  }

  /** Returns a new version after a note on a finished trial. */
  annotated(): FinishedTable {
    return new FinishedTable(this.#columns, this.count, this.incompatible, this.#buffers)
  }

  /** As `SharedLog.withdraw`. */
  withdraw(later: FinishedTable): void {
    const buffers = this.#buffers
    if (later.#buffers === buffers && buffers.used === later.count) buffers.used = this.count
  }

  /** Returns a version with one more row, or with one more trial that does not fit. */
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
 * The value of a metric told with the end of a pruned trial; otherwise that of the last measurement that has one, since
 * later ones may contain other metrics only; otherwise NaN.
 */
function lastTold({ state, values: told = {}, measurements }: FinishedTrial, metric: string): number {
  if (state === 'pruned' && Object.hasOwn(told, metric)) return told[metric] as number
  const last = measurements.findLast(({ values }) => Object.hasOwn(values, metric))
  return last?.values[metric] ?? Number.NaN
}
