/**
 * Sends a signal to a process, or to a process group if `pid` is negative; 0 sends none.
 *
 * @returns False if there is no such process.
 */
export function signalTo(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    // ESRCH: all have ended. EPERM on macOS: the remaining ones are dead and not reaped.
    return false
  }
}
