import { setTimeout as sleep } from 'node:timers/promises'
import { signalTo } from '../../executors/signal-to.ts'
import { familyMembers, type ProcessEntry, type ProcessFamily, processTable } from './process-table.ts'

/** Milliseconds between looks at processes that are to end: from the first to the later ones. */
const [FIRST_LOOK, LAST_LOOK] = [10, 200]
/** Milliseconds after which processes that do not end by SIGKILL are given up, such as those that wait for a dead disk. */
const GIVE_UP = 5_000

/**
 * Ends all processes of a command: SIGTERM, then SIGKILL for those that are left after the grace period.
 *
 * @param grace - Milliseconds.
 * @param hurry - Ends the grace period early.
 */
export function stopFamily(family: ProcessFamily, grace: number, hurry?: AbortSignal): Promise<void> {
  return stop(family.leader, () => familyMembers(family), grace, hurry)
}

/** Ends what a command that has ended left in its process group. Processes that left the group on purpose go on. */
export async function stopLeftovers(leader: number, grace: number): Promise<void> {
  if (!signalTo(-leader, 0)) return
  await stop(leader, async () => (await processTable()).filter(({ group }) => group === leader), grace)
}

async function stop(
  leader: number,
  find: () => Promise<readonly ProcessEntry[]>,
  grace: number,
  hurry?: AbortSignal,
): Promise<void> {
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
