import type { CommandCode } from '../command-code.ts'
import { SCRIPTS } from '../completion/scripts.ts'

/** `sweetspot completion` */
export const completion: CommandCode<'completion'> = async ({ arguments: { shell } }, { print }) => {
  print.raw(SCRIPTS[shell])
}
