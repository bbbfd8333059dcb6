import type { TrialRecord } from '../../trial/trial-record.ts'
import type { Restored } from '../persistent-list.ts'
import { ByteReader } from './byte-reader.ts'
import { type Column, readColumn } from './read-column.ts'

/** Trials of one part of a checkpoint. */
export const TRIALS_IN_PART = 1024

/** Records kept once they are made: of consecutive numbers, so that several readers of recent trials share them. */
const KEPT = 4096

/** The trials of a checkpoint: columns, from which a record is made when it is read. */
export class RestoredTrials implements Restored<TrialRecord | undefined> {
  readonly length: number
  /** The bytes of each part. */
  readonly parts: readonly Uint8Array[]
  readonly #columns: (Column | undefined)[]
  readonly #kept: (TrialRecord | undefined)[] = []

  constructor(length: number, parts: readonly Uint8Array[]) {
    this.length = length
    this.parts = parts
    this.#columns = parts.map(() => undefined)
  }

  get(number: number): TrialRecord | undefined {
    const kept = this.#kept[number % KEPT]
    if (kept?.number === number) return kept
    const part = Math.floor(number / TRIALS_IN_PART)
    const record = this.#column(part).at(number % TRIALS_IN_PART) as TrialRecord | null
    if (!record) return undefined
    this.#kept[number % KEPT] = record
    return record
  }

  #column(part: number): Column {
    const known = this.#columns[part]
    if (known) return known
    const rows = Math.min(TRIALS_IN_PART, this.length - part * TRIALS_IN_PART)
    const column = readColumn(new ByteReader(this.parts[part] as Uint8Array), rows)
    this.#columns[part] = column
    return column
  }
}
