import { paletteFor, widthOf } from '../output/palette.ts'
import type { Session } from '../session.ts'
import { type CommandName, specOf } from '../table/commands.ts'
import { commandHelp, programHelp } from './help-text.ts'

/** Lines of help are not made longer than this, which reads badly. */
const WIDEST = 100

/** Prints the help of a command, or of the program, to stdout. */
export function printHelp(command: CommandName | undefined, { stdout, env }: Session): void {
  const style = { width: Math.min(WIDEST, widthOf(stdout, env)), paint: paletteFor(stdout, env) }
  const lines = command === undefined ? programHelp(style) : commandHelp(specOf(command), style)
  stdout.write(lines.map((line) => `${line}\n`).join(''))
}
