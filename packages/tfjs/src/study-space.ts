import {
  eligibleTrials,
  type Parameter,
  type Study,
  type StudySnapshot,
  space,
  spaceChanges,
  spaceFromJson,
  spaceToJson,
} from '@sweetspot/core'
import { buildModel } from './build-model.ts'
import { BUILT_SPACE, type BuiltSpace, builtSpace, fitsBuildModel } from './built-space.ts'
import type { HyperModel } from './hypermodel.ts'
import { HyperParameters } from './hyperparameters.ts'
import { searchedParameter, studyName } from './trial-hyperparameters.ts'
import type { TunerOptions } from './tuner-options.ts'

/** Returns the names that several branches define differently, as far as the study knows. */
export function branchedNames(snapshot: StudySnapshot): ReadonlySet<string> {
  return new Set(builtSpace(snapshot)?.branched)
}

/**
 * Builds the model once with its defaults, so that the study knows its hyperparameters before the first trial. A notice
 * says what has changed since an earlier session.
 *
 * @returns The names of the metrics that the model reports.
 * @throws ERR_INVALID_MODEL, ERR_PARAMETER_CONFLICT
 */
export async function discoverSpace(
  study: Study,
  hypermodel: HyperModel,
  options: TunerOptions,
): Promise<readonly string[]> {
  const given = options.hyperparameters
  const asked: { name: string; parameter: Parameter; where: string }[] = []
  const hp: HyperParameters = new HyperParameters((name, parameter, where) => {
    const searched = searchedParameter(name, { parameter, where }, hp, options)
    if (searched) asked.push({ name, ...searched })
    return given?.find(name) ?? given?.declared(name, (parent) => hp.find(parent))?.preset
  }, given)
  const { model, dispose } = await buildModel(hypermodel, hp)
  const metrics = [...((model.metricsNames as string[] | undefined) ?? [])]
  dispose()
  const branched = new Set([...hp.branched, ...(given?.branched ?? [])])
  const found = Object.fromEntries(
    asked.map(({ name, parameter, where }) => [studyName(name, branched.has(name), where), parameter]),
  )
  await study.discover(found)
  await noteChanges(study, found, [...branched])
  return metrics
}

async function noteChanges(
  study: Study,
  found: { readonly [name: string]: Parameter },
  branched: readonly string[],
): Promise<void> {
  const before = builtSpace(study.snapshot)
  const current = space(found)
  const changes = before ? spaceChanges(spaceFromJson(before.space), current) : []
  const isSame = before && changes.length === 0 && before.branched.join() === branched.join()
  if (isSame) return
  const since = changes.length > 0 ? study.snapshot.trials.next : (before?.since ?? 0)
  const built: BuiltSpace = { space: spaceToJson(current), branched, since }
  if (changes.length > 0) {
    const eligible = eligibleTrials(study.snapshot)
    const fits = fitsBuildModel(study.snapshot, built)
    const others = eligible.filter((trial) => !fits(trial)).length
    const leftOut = `${others} completed trial(s) have values that it no longer allows, and are left out of the best trials.`
    study.notice(
      `buildModel asks for other hyperparameters than in the earlier session: ${changes.join(' ')} ` +
        `The search learns from the trials that still fit.${others > 0 ? ` ${leftOut}` : ''}`,
    )
  }
  await study.annotate({ [BUILT_SPACE]: built })
}
