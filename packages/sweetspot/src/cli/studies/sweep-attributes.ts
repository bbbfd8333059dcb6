import type { Json } from '@sweetspot/core'
import type { CommandTemplate } from '../../command/command-template.ts'
import type { Sweep } from '../../sweep/sweep.ts'
import { COMMAND_ATTRIBUTE } from './command-text.ts'
import { SAMPLER_ATTRIBUTE, type SamplerName } from './sampler-choice.ts'

/** The attributes of a study that keep what a sweep says beside its space and goals. */
export function sweepAttributes(
  { tags, description }: Sweep,
  command: CommandTemplate | undefined,
  sampler: SamplerName | undefined,
): { readonly [name: string]: Json } {
  return {
    ...tags,
    ...(description !== undefined && { description }),
    ...continuedAttributes(command, sampler),
  }
}

/** Those that each run sets anew. */
export const continuedAttributes = (
  command: CommandTemplate | undefined,
  sampler: SamplerName | undefined,
): { readonly [name: string]: Json } => ({
  ...(command && { [COMMAND_ATTRIBUTE]: JSON.parse(JSON.stringify(command)) as Json }),
  ...(sampler !== undefined && { [SAMPLER_ATTRIBUTE]: sampler }),
})
