import { studyError } from '@sweetspot/core'
import type { FoundValue } from './metric-reader.ts'

/** The values that a command reported through its helper: its result, and the last ones with a step. */
export class ReportedResult {
  readonly #names: readonly string[]
  readonly #result = new Map<string, FoundValue>()
  readonly #steps = new Map<string, FoundValue>()

  /** @param names - The names of the metrics and constraints. */
  constructor(names: readonly string[]) {
    this.#names = names
  }

  /** Whether the command reported a result, without a step. */
  get hasResult(): boolean {
    return this.#result.size > 0
  }

  get resultValues(): ReadonlyMap<string, FoundValue> {
    return this.#result
  }

  get stepValues(): ReadonlyMap<string, FoundValue> {
    return this.#steps
  }

  /** @throws ERR_INVALID_VALUE for anything but numbers by name */
  result(values: unknown): void {
    this.#add(this.#result, values, 'the result that the command reported')
  }

  /** Takes values that the study has accepted. */
  atStep(values: unknown, step: number): void {
    this.#add(this.#steps, values, `the last report, of step ${step}`)
  }

  #add(to: Map<string, FoundValue>, values: unknown, source: string): void {
    const entries = typeof values === 'object' && values !== null ? Object.entries(values) : []
    const numbers = entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    if (numbers.length === 0 || numbers.length < entries.length) {
      throw studyError(
        'ERR_INVALID_VALUE',
        `Expected numbers by metric name in report; received ${JSON.stringify(values)}.`,
      )
    }
    for (const [name, value] of numbers) if (this.#names.includes(name)) to.set(name, { value, source })
  }
}
