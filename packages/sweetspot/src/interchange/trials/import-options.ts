import type { Directions, JournalStorage, OutcomeConstraints, SearchSpace } from '@sweetspot/core'
import type { TrialFormat } from './trial-format.ts'

/** Options of `importTrials`. */
export interface ImportTrialsOptions {
  /** The path of the file. */
  readonly from: string
  /** The format. Default: that of the end of `from`: `.csv`, `.json`, `.jsonl`, `.ndjson` or `.parquet`. */
  readonly format?: TrialFormat
  /** The target: a storage, or its address. */
  readonly to: string | JournalStorage
  /** The name of the study in the target. Default: its name in the file, if that has one. */
  readonly study?: string
  /**
   * Whether to add the trials to a study that exists, after its own. Default: false; an existing study is an error.
   */
  readonly loadIfExists?: boolean
  /** The space of a new study. Default: that in the file; otherwise it is define-by-run, with the params found. */
  readonly space?: SearchSpace
  /** The metrics and directions of a new study. Default: those in the file. CSV files have none. */
  readonly directions?: Directions
  /** The outcome constraints of a new study. Default: those in the file, or none. */
  readonly constraints?: OutcomeConstraints
  /** Whether the file was exported with `escapeFormulas`: the apostrophes are removed. Default: false. */
  readonly escapeFormulas?: boolean
}
