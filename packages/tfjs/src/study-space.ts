import {
  type Parameter,
  type SpaceJson,
  type Study,
  type StudySnapshot,
  space,
  spaceChanges,
  spaceFromJson,
  spaceToJson,
} from '@sweetspot/core'
import { buildModel } from './build-model.ts'
import type { HyperModel } from './hypermodel.ts'
import { HyperParameters } from './hyperparameters.ts'
import { searchedParameter, studyName } from './trial-hyperparameters.ts'
import type { TunerOptions } from './tuner-options.ts'

/** The space of `buildModel` with its defaults, kept as an attribute of the study. */
type BuiltSpace = {
  readonly space: SpaceJson
  /** The names that several branches define differently. */
  readonly branched: readonly string[]
}

const ATTRIBUTE = 'buildModel'

const builtSpace = ({ attributes }: StudySnapshot) => attributes[ATTRIBUTE] as BuiltSpace | undefined

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
  if (changes.length > 0) {
    study.notice(
      `buildModel asks for other hyperparameters than in the earlier session: ${changes.join(' ')} ` +
        'The search learns from the trials that still fit.',
    )
  }
  const isSame = before && changes.length === 0 && before.branched.join() === branched.join()
  if (!isSame) await study.annotate({ [ATTRIBUTE]: { space: spaceToJson(current), branched } satisfies BuiltSpace })
}
