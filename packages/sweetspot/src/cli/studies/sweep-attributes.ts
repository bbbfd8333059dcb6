import { isDeepStrictEqual } from 'node:util'
import type { Json, StudySnapshot } from '@sweetspot/core'
import type { CommandTemplate } from '../../command/command-template.ts'
import type { Sweep } from '../../sweep/sweep.ts'
import { COMMAND_ATTRIBUTE, EARLIER_COMMANDS, earlierCommands, keptCommand } from './command-text.ts'
import { RUN_ATTRIBUTE, runAttribute } from './run-attribute.ts'
import { SAMPLER_ATTRIBUTE, type SamplerName } from './sampler-choice.ts'

/** The attributes of a study that keep what a sweep says beside its space and goals. */
export function sweepAttributes(
  sweep: Sweep,
  command: CommandTemplate | undefined,
  sampler: SamplerName | undefined,
): { readonly [name: string]: Json } {
  const { tags, description } = sweep
  const given = command && runAttribute(sweep)
  return {
    ...tags,
    ...(description !== undefined && { description }),
    ...setAnew(command, sampler),
    ...(given && { [RUN_ATTRIBUTE]: given }),
  }
}

/** The attributes that a run of an existing study sets, with the commands of its earlier trials if this one differs. */
export function continuedAttributes(
  stored: StudySnapshot,
  sweep: Sweep,
  command: CommandTemplate,
  sampler: SamplerName | undefined,
): { readonly [name: string]: Json } {
  const before = keptCommand(stored)
  const given = runAttribute(sweep)
  const isKept = stored.attributes[RUN_ATTRIBUTE] !== undefined
  const attributes: { readonly [name: string]: Json } = {
    ...setAnew(command, sampler),
    // Null removes what an earlier run was given.
    ...((given || isKept) && { [RUN_ATTRIBUTE]: given ?? null }),
  }
  if (
    before === undefined ||
    stored.trials.next === 0 ||
    isDeepStrictEqual(stored.attributes[COMMAND_ATTRIBUTE], attributes[COMMAND_ATTRIBUTE])
  )
    return attributes
  const earlier = [...earlierCommands(stored), { until: stored.changedAt, command: before }]
  return { ...attributes, [EARLIER_COMMANDS]: JSON.parse(JSON.stringify(earlier)) as Json }
}

/** The attributes that each run sets anew. */
const setAnew = (
  command: CommandTemplate | undefined,
  sampler: SamplerName | undefined,
): { readonly [name: string]: Json } => ({
  ...(command && { [COMMAND_ATTRIBUTE]: JSON.parse(JSON.stringify(command)) as Json }),
  ...(sampler !== undefined && { [SAMPLER_ATTRIBUTE]: sampler }),
})
