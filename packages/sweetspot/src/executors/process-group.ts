import type { ChildProcess } from 'node:child_process'

/** Milliseconds between checks whether a group has ended. */
const CHECK = 20

/** A child process that leads a process group, and everything that it starts in that group. */
export class ProcessGroup {
  readonly #leader: ChildProcess

  /** @param leader - Started with `detached: true`, which makes it the leader of a group. */
  constructor(leader: ChildProcess) {
    this.#leader = leader
  }

  /**
   * Sends a signal to all processes of the group.
   *
   * Windows has no process groups: there only the leader ends.
   */
  signal(signal: NodeJS.Signals): void {
    const { pid } = this.#leader
    if (pid === undefined) return
    try {
      if (process.platform === 'win32') this.#leader.kill(signal)
      else process.kill(-pid, signal)
    } catch {
      // All of them have ended, or the remaining ones are dead and not reaped (EPERM on macOS).
    }
  }

  /** Whether a process of the group is alive. False on Windows after the end of the leader. */
  get isAlive(): boolean {
    const { pid } = this.#leader
    if (pid === undefined || process.platform === 'win32') return false
    try {
      process.kill(-pid, 0)
      return true
    } catch {
      return false
    }
  }

  /** After the end of the leader: waits for the rest of the group until the deadline, and then kills it. */
  async end(deadline: number): Promise<void> {
    while (this.isAlive && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, CHECK))
    if (this.isAlive) this.signal('SIGKILL')
  }
}
