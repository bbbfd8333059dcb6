import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { signalTo } from '../../executors/processes/signal-to.ts'

/** A control group in which the kernel limits the memory of one command. */
export interface MemoryGroup {
  /** Puts a process into the group, with all that it starts from then on. */
  add(pid: number): void
  /** Whether the kernel has killed processes of the group because it reached its limit. */
  readonly isExceeded: boolean
  /** Removes the group. One that still has processes stays. */
  remove(): void
}

/** Where control groups are: for tests. */
export interface GroupPlace {
  /** The folder on which version 2 is mounted. Default: `/sys/fs/cgroup`. */
  readonly root?: string
  /** The group of this process. Default: that of `/proc/self/cgroup`. */
  readonly own?: string
}

/**
 * Control groups (cgroup v2) for commands, beside or below the group of this process.
 *
 * There are none where version 2 is not mounted, its memory controller is not enabled for children, or this process may
 * not create groups: without the delegation of systemd, only root may.
 */
export class MemoryGroups {
  /** The group in which groups are created; undefined if there is none. */
  readonly #parent: string | undefined
  #count = 0

  constructor({ root = '/sys/fs/cgroup', own = ownGroup() }: GroupPlace = {}) {
    // In a container the own group is `/`.
    const group = own === undefined ? undefined : join(root, own).replace(/\/$/, '')
    const isMounted = textOf(join(root, 'cgroup.controllers')) !== undefined
    // A group with processes cannot enable controllers for its children, so it is mostly the parent.
    const candidates = group === undefined || !isMounted ? [] : group === root ? [root] : [group, dirname(group)]
    this.#parent = candidates.find((folder) => isEnabledIn(folder))
    if (this.#parent !== undefined) removeStale(this.#parent)
  }

  /**
   * Creates a group.
   *
   * @param limit - Bytes of memory.
   * @returns Undefined if that is not possible.
   */
  create(limit: number): MemoryGroup | undefined {
    if (this.#parent === undefined) return undefined
    const folder = join(this.#parent, `${PREFIX}${process.pid}-${this.#count}`)
    this.#count += 1
    const remove = () => void attempt(() => rmdirSync(folder))
    if (!attempt(() => mkdirSync(folder))) return undefined
    if (!write(folder, 'memory.max', String(Math.round(limit)))) {
      remove()
      return undefined
    }
    // Absent without swap, and in old kernels.
    write(folder, 'memory.swap.max', '0')
    write(folder, 'memory.oom.group', '1')
    return {
      add: (pid) => void write(folder, 'cgroup.procs', String(pid)),
      get isExceeded() {
        const [, kills = '0'] = /^oom_kill (\d+)$/m.exec(textOf(join(folder, 'memory.events')) ?? '') ?? []
        return Number(kills) > 0
      },
      remove,
    }
  }
}

const PREFIX = 'sweetspot-'

/** The group of this process in version 2. */
function ownGroup(): string | undefined {
  const [, group] = /^0::(\/.*)$/m.exec(textOf('/proc/self/cgroup') ?? '') ?? []
  return group
}

const isEnabledIn = (folder: string) => /\bmemory\b/.test(textOf(join(folder, 'cgroup.subtree_control')) ?? '')

/** Removes what tuners that were killed have left. */
function removeStale(parent: string): void {
  attempt(() => {
    for (const name of readdirSync(parent)) {
      const [, pid] = /^sweetspot-(\d+)-\d+$/.exec(name) ?? []
      if (pid !== undefined && !signalTo(Number(pid), 0)) attempt(() => rmdirSync(join(parent, name)))
    }
  })
}

const write = (folder: string, name: string, text: string) => attempt(() => writeFileSync(join(folder, name), text))

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Whether it succeeds. */
function attempt(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}
