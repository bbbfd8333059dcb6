import { type ChildProcess, spawn } from 'node:child_process'
import type { MarkedFamily } from '../../executors/processes/process-table.ts'

/**
 * The script of the watcher. Each line that it reads names all running commands, as `group:mark`. When its input ends,
 * this process has ended, also by SIGKILL: the script then ends those commands, by SIGTERM and a second later by SIGKILL.
 * On Linux it also finds processes that left their group, by the mark in their environment.
 */
const SCRIPT = `
live=
while read -r line; do live=$line; done
signal_all() {
  found=
  for one in $live; do
    group=\${one%%:*}
    mark=\${one#*:}
    if [ "$group" -gt 0 ] && kill -"$1" -"$group" 2>/dev/null; then found=1; fi
    for path in $(grep -slF -e "$mark" /proc/[0-9]*/environ 2>/dev/null); do
      pid=\${path#/proc/}
      if kill -"$1" "\${pid%/environ}" 2>/dev/null; then found=1; fi
    done
  done
}
signal_all TERM
if [ "$found" ]; then sleep 1; fi
tries=0
while [ "$found" ] && [ "$tries" -lt 30 ]; do
  signal_all KILL
  sleep 0.1
  tries=$((tries + 1))
done
rm -f "$1/channel"
rmdir "$1" 2>/dev/null
`

/** Ends the commands of this process if it ends without doing so itself: one small process for all of them. */
export class OrphanWatcher {
  readonly #folder: string
  readonly #running = new Set<MarkedFamily>()
  #watcher: ChildProcess | undefined

  /** @param folder - The folder of the channel's socket, which is removed too. */
  constructor(folder: string) {
    this.#folder = folder
    // At once, so that the folder is removed even if no command starts.
    this.#tell()
  }

  /**
   * Starts a command that is ended if this process ends. The watcher knows its mark before it starts, and its group as
   * soon as it has one.
   */
  start(mark: string, start: () => number | undefined): MarkedFamily | undefined {
    const coming = { leader: 0, mark }
    this.#running.add(coming)
    this.#tell()
    const leader = start()
    this.#running.delete(coming)
    const family = leader === undefined ? undefined : { leader, mark }
    if (family) this.#running.add(family)
    this.#tell()
    return family
  }

  /** Forgets a command whose processes have ended. */
  ended(family: MarkedFamily): void {
    if (this.#running.delete(family)) this.#tell()
  }

  /** Ends the watcher. */
  close(): void {
    this.#watcher?.stdin?.end()
    this.#watcher = undefined
  }

  #tell(): void {
    const line = [...this.#running].map(({ leader, mark }) => `${leader}:${mark}`).join(' ')
    this.#input()?.write(`${line}\n`)
  }

  #input(): ChildProcess['stdin'] {
    if (!this.#watcher) {
      const watcher = spawn('sh', ['-c', SCRIPT, 'sweetspot-watcher', this.#folder], {
        detached: true,
        stdio: ['pipe', 'ignore', 'ignore'],
        cwd: '/',
      })
      const gone = () => {
        if (this.#watcher === watcher) this.#watcher = undefined
      }
      watcher.on('error', gone).on('exit', gone)
      watcher.stdin?.on('error', gone)
      watcher.unref()
      if (watcher.stdin && 'unref' in watcher.stdin && typeof watcher.stdin.unref === 'function') watcher.stdin.unref()
      this.#watcher = watcher
    }
    return this.#watcher.stdin
  }
}
