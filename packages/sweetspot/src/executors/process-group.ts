import type { ChildProcess } from 'node:child_process'
import { signalTo } from './signal-to.ts'

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
    if (process.platform === 'win32') this.#leader.kill(signal)
    else if (pid !== undefined) signalTo(-pid, signal)
  }

  /** Whether a process of the group is alive. False on Windows after the end of the leader. */
  get isAlive(): boolean {
    const { pid } = this.#leader
    return pid !== undefined && process.platform !== 'win32' && signalTo(-pid, 0)
  }

  /** After the end of the leader: waits for the rest of the group until the deadline, and then kills it. */
  async end(deadline: number): Promise<void> {
    while (this.isAlive && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, CHECK))
    if (this.isAlive) this.signal('SIGKILL')
  }
}
