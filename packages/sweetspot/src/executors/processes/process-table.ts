import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'

/** A process that is not a zombie. */
export interface ProcessEntry {
  readonly pid: number
  readonly parent: number
  readonly group: number
}

/** Whether Linux's table of processes is there. Elsewhere `ps` is asked. */
export const hasProc = existsSync('/proc/self/stat')

/** All processes of the machine, or of the container. */
export async function processTable(): Promise<readonly ProcessEntry[]> {
  if (hasProc) return readProc()
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='])
  return parsePs(stdout)
}

/** Reads the table that `ps -A -o pid=,ppid=,pgid=,stat=` prints. */
export function parsePs(text: string): readonly ProcessEntry[] {
  return text.split('\n').flatMap((line) => {
    const [pid, parent, group, state = 'Z'] = line.trim().split(/\s+/)
    return state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), group: Number(group) }]
  })
}

function readProc(): readonly ProcessEntry[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name)
    const stat = Number.isInteger(pid) ? readText(`/proc/${pid}/stat`) : undefined
    // The name of the program is in parentheses, and may contain some.
    const [state = 'Z', parent, group] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ', 3) ?? []
    return state === 'Z' || state === 'X' ? [] : [{ pid, parent: Number(parent), group: Number(group) }]
  })
}

/** The text of a file of `/proc`; undefined if the process has ended or belongs to somebody else. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}

/** A process and those that it started, as far as they can be known. */
export interface ProcessFamily {
  /** The first process, which leads a process group of the same number. */
  readonly leader: number
  /**
   * A text in the environment of the leader, which its children inherit. On Linux it finds those that left both the
   * group and the tree. Default: they are not found.
   */
  readonly mark?: string
}

/** A family with a mark. */
export type MarkedFamily = Required<ProcessFamily>

/**
 * The members of a family in a table of processes: the group, all descendants, and on Linux all processes with the mark
 * if there is one.
 *
 * @param options.usesMark - Whether to look at the environment of each process, which takes most of the time.
 * @param options.known - Members of an earlier look, whose parents may have ended meanwhile.
 */
export function membersOf(
  { leader, mark }: ProcessFamily,
  table: readonly ProcessEntry[],
  { usesMark = hasProc, known = [] }: { readonly usesMark?: boolean; readonly known?: readonly ProcessEntry[] } = {},
): readonly ProcessEntry[] {
  const marked =
    usesMark && mark !== undefined
      ? ({ pid }: ProcessEntry) => readText(`/proc/${pid}/environ`)?.includes(mark) === true
      : () => false
  // Another process may have got the number of one that has ended, but hardly its group.
  const groups = new Map(known.map(({ pid, group }) => [pid, group]))
  const isMember = (entry: ProcessEntry) =>
    entry.group === leader || entry.parent === leader || groups.get(entry.pid) === entry.group || marked(entry)
  const members = new Set(table.filter(isMember))
  const pids = new Set([...members].map(({ pid }) => pid))
  for (let size = -1; size !== members.size; ) {
    size = members.size
    for (const entry of table) {
      if (!pids.has(entry.parent)) continue
      members.add(entry)
      pids.add(entry.pid)
    }
  }
  return [...members].filter(({ pid }) => pid !== process.pid)
}
