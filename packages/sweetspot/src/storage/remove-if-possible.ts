import { rmSync } from 'node:fs'

/**
 * Removes a file whose remains do no harm. Never throws: the file may belong to another user (EPERM), or another process
 * may be looking at it (EBUSY on Windows).
 */
export function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // It remains.
  }
}
