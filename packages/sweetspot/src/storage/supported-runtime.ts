import { studyError } from '@sweetspot/core'

/**
 * The oldest supported minor version of Node by major version. better-sqlite3 crashes older ones without a message
 * (tried: 22.13, 23.0 and 23.5).
 */
const OLDEST_MINOR: { readonly [major: number]: number } = { 22: 14, 23: 6 }
const OLDEST_MAJOR = 22

/**
 * Checks the version of Node before the native addon is loaded.
 *
 * @param version - The value of `process.versions.node`.
 * @throws ERR_UNSUPPORTED_RUNTIME
 */
export function checkNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major >= OLDEST_MAJOR && minor >= (OLDEST_MINOR[major] ?? 0)) return
  throw studyError(
    'ERR_UNSUPPORTED_RUNTIME',
    `Storing studies in a file needs Node 22.14 or newer, except 23.0 to 23.5; this is Node ${version}.`,
  )
}
