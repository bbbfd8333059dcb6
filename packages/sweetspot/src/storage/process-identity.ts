import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Where and who this process is, and how it sees its neighbours. */
export interface ProcessIdentity {
  /** Equal for two processes that can tell by a process id whether the other is alive. */
  readonly host: string
  readonly pid: number
  /** Tells this process from a later one with the same id; null where the system does not say. */
  readonly started: string | null
  /** Whether the process of this host that had `pid`, and started then, runs still; undefined if nobody can tell. */
  runs(pid: number, started: string | null): boolean | undefined
}

export function processIdentity(): ProcessIdentity {
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
  // Containers count their processes separately, and may share the name of their host.
  const namespace = attempt(() => readlinkSync('/proc/self/ns/pid'))
  return {
    host: [hostname(), boot ?? '', namespace ?? ''].join(' '),
    pid: process.pid,
    started: startOf(process.pid) ?? null,
    runs: (pid, started) => {
      if (!exists(pid)) return false
      return started === null ? undefined : startOf(pid) === started
    },
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * When a process started, in clock ticks since boot: field 22 of /proc/<pid>/stat (proc(5)). Undefined for a process
 * that has ended, also if its parent did not take notice yet (state Z), and where there is no /proc.
 */
function startOf(pid: number): string | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  // The second field is the program's name in parentheses and may hold anything, also spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields?.[0] === 'Z' || fields?.[0] === 'X' ? undefined : fields?.[19]
}

function attempt(read: () => string): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
