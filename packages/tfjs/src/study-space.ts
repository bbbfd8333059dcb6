import {
  type Parameter,
  type SpaceJson,
  type Study,
  space,
  spaceChanges,
  spaceFromJson,
  spaceToJson,
} from '@sweetspot/core'
import { buildModel } from './build-model.ts'
import type { HyperModel } from './hypermodel.ts'
import { searchedParameter, trialHyperParameters } from './trial-hyperparameters.ts'
import type { TunerOptions } from './tuner-options.ts'

/** The attribute of the study that keeps what `buildModel` asked for when it was built with its defaults. */
const ATTRIBUTE = 'buildModel'

/**
 * Builds the model once with its defaults, to make its hyperparameters known to the study before the first trial, and
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
  const hp = trialHyperParameters(undefined, options)
  const { model, dispose } = await buildModel(hypermodel, hp)
  const metrics = [...((model.metricsNames as string[] | undefined) ?? [])]
  dispose()
  const found: Record<string, Parameter> = {}
  for (const [name, asked] of hp.space) {
    const parameter = searchedParameter(name, asked, options)
    if (parameter) found[name] = parameter
  }
  await study.discover(found)
  await noteChanges(study, found)
  return metrics
}

async function noteChanges(study: Study, found: { readonly [name: string]: Parameter }): Promise<void> {
  const current = space(found)
  const before = study.snapshot.attributes[ATTRIBUTE] as SpaceJson | undefined
  const changes = before ? spaceChanges(spaceFromJson(before), current) : []
  if (changes.length > 0) {
    study.notice(
      `buildModel asks for other hyperparameters than in the earlier session: ${changes.join(' ')} ` +
        'Trials that still fit are learned from.',
    )
  }
  if (!before || changes.length > 0) await study.annotate({ [ATTRIBUTE]: spaceToJson(current) })
}
