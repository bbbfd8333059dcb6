import { createStudy, type Study, type StudySnapshot } from '@sweetspot/core'
import type { ObjectiveReader } from './objective-reader.ts'
import { openProject } from './project.ts'
import type { SearchPlan } from './search-plan.ts'
import { TrialCheckpoints } from './trial-checkpoints.ts'
import type { TunerOptions } from './tuner-options.ts'

/** An open search: its study and its models. */
export interface OpenSearch {
  readonly study: Study
  readonly checkpoints: TrialCheckpoints
  /** Waits until models that are no longer kept are deleted. */
  tidied(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a search, or creates it.
 *
 * @throws ERR_STUDY_MISMATCH, ERR_INVALID_ARGUMENT, ERR_STORAGE
 */
export async function openSearch(
  options: TunerOptions,
  plan: SearchPlan,
  { name, direction }: ObjectiveReader,
): Promise<OpenSearch> {
  const { directory, projectName = 'untitled_project', overwrite = false } = options
  const { seed, pruner, observers = [], keepBest = 1 } = options
  const project = await openProject(directory, projectName, overwrite)
  const checkpoints = new TrialCheckpoints(project.checkpoints, keepBest)
  const opening = createStudy({
    name: project.name,
    directions: { [name]: direction },
    storage: project.storage,
    sampler: plan.sampler,
    loadIfExists: true,
    closeStorage: true,
    observers: [...observers, { trialFinished: (_trial, snapshot) => tidy(snapshot) }],
    ...(seed !== undefined && { seed }),
    ...(pruner && { pruner }),
  })
  const created = await opening.catch(async (error: unknown) => {
    await project.storage.close()
    throw error
  })
  const study = created as unknown as Study

  let tidying: Promise<void> = Promise.resolve()
  const tidy = (snapshot: StudySnapshot): void => {
    const continuable = plan.continuable?.(snapshot) ?? new Set<number>()
    tidying = tidying
      .then(() => checkpoints.prune(snapshot, continuable))
      .catch((error: unknown) => study.notice(`Old checkpoints could not be deleted: ${String(error)}`))
  }

  return {
    study,
    checkpoints,
    tidied: () => tidying,
    async close() {
      await tidying
      await study.close()
    },
  }
}
