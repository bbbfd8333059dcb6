import type { CommandSpec, OptionSpec } from './command-spec.ts'
import { GLOBAL_OPTIONS } from './global-options.ts'

/** The options of a command, with those of every command. */
export const optionsOf = (spec: CommandSpec): { readonly [name: string]: OptionSpec } => ({
  ...spec.options,
  ...GLOBAL_OPTIONS,
})

/** The usage of a command: `trials [STUDY] [options]`. */
export function usageOf({ name, arguments: operands, options }: CommandSpec): string {
  const words = Object.entries(operands).map(([argument, { many, optional }]) => {
    const word = `${argument.toUpperCase()}${many ? '…' : ''}`
    return optional ? `[${word}]` : word
  })
  return ['sweetspot', name, ...words, ...(Object.keys(options).length > 0 ? ['[options]'] : [])].join(' ')
}
