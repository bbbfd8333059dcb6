import { type Directions, type SearchSpace, type Shape, space } from '@sweetspot/core'
import { createStudy } from '@sweetspot/core/random'
import type { CommandCode } from '../command-code.ts'
import { constraintsOf, directionsOf } from '../studies/goal-options.ts'
import { readParameters } from '../studies/parameter-words.ts'
import { SAMPLER_ATTRIBUTE } from '../studies/sampler-choice.ts'

/** `sweetspot create` */
export const create: CommandCode<'create'> = async ({ arguments: { study: name }, options }, { storage, print }) => {
  const { param, constraint, seed, sampler, ifMissing } = options
  const directions: Directions = directionsOf(options) ?? { value: 'minimize' }
  const parameters = await readParameters(param)
  const isNew = (await storage.find(name)) === undefined
  if (!isNew && ifMissing) return print.notice(`${name} exists already.`)
  const study = await createStudy({
    name,
    storage,
    directions,
    ...(param.length > 0 && { space: space(parameters as Shape) as SearchSpace }),
    ...(constraint.length > 0 && { constraints: constraintsOf(constraint) }),
    ...(seed !== undefined && { seed }),
    observers: [{ notice: (text) => print.notice(text) }],
  })
  try {
    if (sampler !== undefined) await study.annotate({ [SAMPLER_ATTRIBUTE]: sampler })
  } finally {
    await study.close()
  }
  const goal = Object.entries(directions).map(([metric, direction]) => `${direction} ${metric}`)
  print.notice(`Created ${name}: ${goal.join(', ')}. Start a trial: sweetspot ask ${name}`)
}
