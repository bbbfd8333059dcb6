import { setTimeout as sleep } from 'node:timers/promises'
import { membersOf, type ProcessEntry, type ProcessFamily, processTable } from './process-table.ts'
import { signalTo } from './signal-to.ts'

/** Milliseconds between looks at processes that are to end: from the first to the later ones. */
const [FIRST_LOOK, LAST_LOOK] = [10, 200]
/** Milliseconds after which processes that do not end by SIGKILL are given up, such as those that wait for a dead disk. */
const GIVE_UP = 5_000

/** How processes are ended. */
export interface StopOptions {
  /** Milliseconds between SIGTERM and SIGKILL. At 0 there is no SIGTERM. */
  readonly grace: number
  /** Ends the grace period early. */
  readonly hurry?: AbortSignal
  /** The processes of the machine. Default: {@link processTable}. */
  readonly table?: () => Promise<readonly ProcessEntry[]>
}

/**
 * Ends all processes of a family: SIGTERM, then SIGKILL for those that are left after the grace period. Never rejects.
 *
 * Windows has neither process groups nor these signals: there only the leader ends, at once.
 */
export async function stopFamily(family: ProcessFamily, options: StopOptions): Promise<void> {
  if (process.platform === 'win32') signalTo(family.leader, 'SIGKILL')
  else await stop(family.leader, (table, known) => membersOf(family, table, { known }), options)
}

/**
 * Ends what a leader that has ended left in its process group. Processes that left the group on purpose go on. Never
 * rejects.
 */
export async function stopLeftovers(leader: number, options: StopOptions): Promise<void> {
  // Where there is no such group, and on Windows, the table of processes need not be read.
  if (signalTo(-leader, 0)) await stop(leader, (table) => table.filter(({ group }) => group === leader), options)
}

async function stop(
  leader: number,
  select: (table: readonly ProcessEntry[], known: readonly ProcessEntry[]) => readonly ProcessEntry[],
  { grace, hurry, table = processTable }: StopOptions,
): Promise<void> {
  let known: readonly ProcessEntry[] = []
  const find = async () => {
    try {
      known = select(await table(), known)
      return known
    } catch {
      // Such as EMFILE: the group at least can be ended without the table.
      return signalTo(-leader, 0) ? [{ pid: leader, parent: 0, group: leader }] : []
    }
  }
  const isHurried = () => hurry?.aborted === true
  const start = performance.now()
  if (grace > 0 && !isHurried()) {
    signalAll(leader, await find(), 'SIGTERM')
    for (let look = FIRST_LOOK; performance.now() < start + grace && !isHurried(); look *= 2) {
      const wait = Math.min(look, LAST_LOOK, start + grace - performance.now())
      await sleep(Math.max(wait, 0), undefined, hurry && { signal: hurry }).catch(() => {})
      if ((await find()).length === 0) return
    }
  }
  const kill = performance.now()
  // A process may start another one between the look and the signal.
  for (let members = await find(); members.length > 0; members = await find()) {
    signalAll(leader, members, 'SIGKILL')
    await sleep(FIRST_LOOK)
    if (performance.now() > kill + GIVE_UP) return
  }
}

/** The group gets the signal at once; then the members outside it. */
function signalAll(leader: number, members: readonly ProcessEntry[], signal: NodeJS.Signals): void {
  if (members.some(({ group }) => group === leader)) signalTo(-leader, signal)
  for (const { pid, group } of members) if (group !== leader) signalTo(pid, signal)
}
