import { join } from 'node:path'
import type { CommandContext } from './command-context.ts'

/**
 * The folder with the folders of trials that commands run in: beside the storage and named after it, such as
 * `sweetspot-trials` for `sweetspot.db`.
 */
export function trialsRoot({ storagePath, session }: Pick<CommandContext, 'storagePath' | 'session'>): string {
  if (storagePath === undefined) return join(session.cwd, 'sweetspot-trials')
  return `${storagePath.replace(/\.(?:db|sqlite3?)$/, '')}-trials`
}
