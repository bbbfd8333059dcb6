import type { CommandContext } from './command-context.ts'
import type { ExitCode } from './exit-codes.ts'
import type { ArgumentsOf, OptionsOf } from './table/command-spec.ts'
import type { COMMANDS, CommandName } from './table/commands.ts'
import type { GLOBAL_OPTIONS } from './table/global-options.ts'

/**
 * The arguments and options of a command.
 *
 * @typeParam N - The name of the command.
 */
export interface CommandInput<N extends CommandName> {
  readonly arguments: ArgumentsOf<(typeof COMMANDS)[N]>
  readonly options: OptionsOf<(typeof COMMANDS)[N]['options'] & typeof GLOBAL_OPTIONS>
}

/**
 * The code of a command. Its errors are shown and give the exit code; without a result the exit code is 0.
 *
 * @typeParam N - The name of the command.
 */
export type CommandCode<N extends CommandName> = (
  input: CommandInput<N>,
  context: CommandContext,
) => Promise<ExitCode | undefined | void>
