import { causeText, studyError } from '@sweetspot/core'
import { checkNode } from './supported-runtime.ts'

/** The modules that are loaded with the native addon. */
export type SqliteCode = Awaited<ReturnType<typeof loadCode>>

/** Loads the native addon and Kysely when a file is first used, not on import of the package. */
export async function loadCode() {
  checkNode(process.versions.node)
  try {
    const [{ openSqliteFile }, journal, checkpoints, presence] = await Promise.all([
      import('./open-sqlite-file.ts'),
      import('./sqlite-journal.ts'),
      import('./sqlite-checkpoints.ts'),
      import('./process-presence.ts'),
    ])
    return { openSqliteFile, ...journal, ...checkpoints, ...presence }
  } catch (cause) {
    throw studyError('ERR_UNSUPPORTED_RUNTIME', `better-sqlite3 cannot be loaded: ${causeText(cause)}.`, {
      cause,
    })
  }
}
