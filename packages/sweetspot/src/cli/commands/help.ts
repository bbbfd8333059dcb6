import type { CommandCode } from '../command-code.ts'
import { printHelp } from '../help/print-help.ts'
import { checkedCommand } from '../parser/find-command.ts'

/** `sweetspot help` */
export const help: CommandCode<'help'> = async ({ arguments: { command } }, { session }) => {
  printHelp(command === undefined ? undefined : checkedCommand(command), session)
}
