import type { JournalStorage, StudyId } from '../journal/journal-storage.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Pruner } from '../pruners/pruner.ts'
import type { Sampler } from '../samplers/sampler.ts'
import type { Scheduler } from '../schedulers/scheduler.ts'
import type { Clock } from './clock.ts'
import type { Observers } from './observers.ts'
import type { StudyModels } from './study-models.ts'

/** What a study is made of; `createStudy` puts it together. */
export interface StudyParts {
  readonly storage: JournalStorage
  readonly id: StudyId
  readonly snapshot: StudySnapshot
  readonly sampler: Sampler
  readonly scheduler: Scheduler
  readonly pruner: Pruner | undefined
  /** Absent where the code of models was left out. */
  readonly models: StudyModels | undefined
  readonly clock: Clock
  /** Identifies this handle among those that run trials of the study. */
  readonly owner: string
  /** How often the process of a trial may die before the trial counts as failed. */
  readonly maxCrashes: number
  readonly observers: Observers
  /** Whether the storage is closed with the study. */
  readonly closeStorage: boolean
}
