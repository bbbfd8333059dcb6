import { SweetspotError } from '@sweetspot/core'

/** The oldest supported version of Node. better-sqlite3 crashes older versions without a message. */
const OLDEST_NODE: readonly [major: number, minor: number] = [22, 13]

/**
 * Checks the version of Node before the native addon is loaded.
 *
 * @param version - The value of `process.versions.node`.
 * @throws ERR_UNSUPPORTED_RUNTIME
 */
export function checkNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  throw new SweetspotError(
    'ERR_UNSUPPORTED_RUNTIME',
    `Storing studies in a file needs Node ${OLDEST_NODE.join('.')} or later; this is Node ${version}.`,
  )
}
