import { SweetspotError } from '@sweetspot/core'

/** The oldest Node that Sweetspot runs on; better-sqlite3 crashes older ones instead of saying so. */
const OLDEST_NODE: readonly [major: number, minor: number] = [22, 13]

/**
 * Refuses a Node that is too old, before anything native is loaded.
 *
 * @param version - As `process.versions.node` gives it.
 * @throws ERR_UNSUPPORTED_RUNTIME
 */
export function checkNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  throw new SweetspotError(
    'ERR_UNSUPPORTED_RUNTIME',
    `This is Node ${version}; storing studies in a file needs Node ${OLDEST_NODE.join('.')} or newer.`,
  )
}
