import {
  type Directions,
  formatValue,
  type OutcomeConstraint,
  type SearchSpace,
  type Shape,
  SweetspotError,
  space,
} from '@sweetspot/core'
import { createStudy } from '@sweetspot/core/random'
import type { CommandCode, CommandInput } from '../command-code.ts'
import { readParameters } from '../studies/parameter-words.ts'
import { SAMPLER_ATTRIBUTE } from '../studies/sampler-choice.ts'

/** `sweetspot create` */
export const create: CommandCode<'create'> = async ({ arguments: { study: name }, options }, { storage, print }) => {
  const { param, constraint, seed, sampler, ifMissing } = options
  const directions = directionsOf(options)
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

function directionsOf({ minimize, maximize }: CommandInput<'create'>['options']): Directions {
  const all = [
    ...minimize.map((metric) => [metric, 'minimize'] as const),
    ...maximize.map((metric) => [metric, 'maximize'] as const),
  ]
  const names = all.map(([metric]) => metric)
  const twice = names.find((metric, index) => names.indexOf(metric) !== index)
  if (twice !== undefined) throw new SweetspotError('ERR_USAGE', `Expected one direction of ${twice}; received two.`)
  return all.length === 0 ? { value: 'minimize' } : Object.fromEntries(all)
}

/** Reads bounds such as `memory<=16` and `recall>=0.9`. Both bounds of one value are two options. */
function constraintsOf(words: readonly string[]): { readonly [name: string]: OutcomeConstraint } {
  const found: Record<string, { atMost?: number; atLeast?: number }> = {}
  for (const word of words) {
    const {
      name = '',
      sign,
      bound = '',
    } = /^\s*(?<name>.+?)\s*(?<sign><=|>=)\s*(?<bound>\S+)\s*$/.exec(word)?.groups ?? {}
    const value = Number(bound)
    if (sign === undefined || !Number.isFinite(value)) {
      throw new SweetspotError(
        'ERR_USAGE',
        `Expected a constraint such as 'memory<=16'; received ${formatValue(word)}.`,
      )
    }
    const side = sign === '<=' ? 'atMost' : 'atLeast'
    if (found[name]?.[side] !== undefined) {
      throw new SweetspotError('ERR_USAGE', `Expected one bound ${name}${sign}; received two.`)
    }
    found[name] = { ...found[name], [side]: value }
  }
  return found as { readonly [name: string]: OutcomeConstraint }
}
