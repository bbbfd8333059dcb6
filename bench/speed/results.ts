import type { Machine } from '../machine.ts'
import type { AskTellResult } from './ask-tell.ts'
import type { ExecutorResult } from './executors.ts'
import type { ImportResult } from './import-time.ts'
import type { ManyParametersResult } from './many-parameters.ts'
import type { OptunaResult } from './optuna.ts'
import type { ReplayResult } from './replay.ts'
import type { SuggestionResults } from './suggestions/grid.ts'

/** The results file of this benchmark; durations are in microseconds. */
export interface SpeedResults {
  readonly kind: 'speed'
  /** Increased when the meaning of a field changes. */
  readonly format: 1
  readonly machine: Machine
  readonly askTell: AskTellResult
  /** Absent in files of earlier versions. */
  readonly manyParameters?: ManyParametersResult
  readonly replayed: ReplayResult
  /** Absent in files written before it was measured. */
  readonly executors?: ExecutorResult
  readonly imported: ImportResult
  readonly optuna?: OptunaResult | undefined
  readonly suggestions: SuggestionResults
}
