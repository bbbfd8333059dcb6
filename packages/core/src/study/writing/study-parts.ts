import type { JournalStorage } from '../../journal/journal-storage.ts'
import type { StudyId } from '../../journal/study-id.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Pruner } from '../../pruners/pruner.ts'
import type { Sampler } from '../../samplers/sampler.ts'
import type { Scheduler } from '../../schedulers/scheduler.ts'
import type { Clock } from '../clock/clock.ts'
import type { Observers } from '../observing/observers.ts'
import type { StudyModels } from './study-models.ts'

/** The dependencies of a study, assembled by `createStudy`. */
export interface StudyParts {
  readonly storage: JournalStorage
  readonly id: StudyId
  readonly snapshot: StudySnapshot
  readonly sampler: Sampler
  readonly scheduler: Scheduler
  readonly pruner: Pruner | undefined
  /** Absent in bundles without models. */
  readonly models: StudyModels | undefined
  readonly clock: Clock
  /** Unique id of this handle as an owner of trials. */
  readonly owner: string
  /** Number of process deaths after which a trial fails. */
  readonly maxCrashes: number
  readonly observers: Observers
  /** Whether the storage is closed with the study. */
  readonly closeStorage: boolean
}
