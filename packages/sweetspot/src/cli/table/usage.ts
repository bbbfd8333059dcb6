import type { CommandSpec, OptionSpec } from './command-spec.ts'
import { GLOBAL_OPTIONS } from './global-options.ts'

/** The options of a command, with those of every command. */
export const optionsOf = (spec: CommandSpec): { readonly [name: string]: OptionSpec } => ({
  ...spec.options,
  ...GLOBAL_OPTIONS,
})

/** The usage of a command: `trials [STUDY] [options]`. */
export function usageOf({ name, arguments: operands, options }: CommandSpec): string {
  const all = Object.entries(operands).map(([argument, { many, optional, afterDashes = false }]) => {
    const word = `${argument.toUpperCase()}${many ? '…' : ''}`
    return { afterDashes, text: optional ? `[${afterDashes ? '-- ' : ''}${word}]` : word }
  })
  const texts = (afterDashes: boolean) => all.filter((word) => word.afterDashes === afterDashes).map(({ text }) => text)
  const optionsText = Object.keys(options).length > 0 ? ['[options]'] : []
  return ['sweetspot', name, ...texts(false), ...optionsText, ...texts(true)].join(' ')
}
