import { existsSync } from 'node:fs'
import { countOf, readStudy, type StudySnapshot, SweetspotError } from '@sweetspot/core'
import { openStorage } from '../../storage/open-storage.ts'
import type { CommandContext } from '../command-context.ts'
import { explainError } from '../explain-error.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

/**
 * Opens the storage and reads all of its studies, which checks each event by its checksum. Checkpoints, which spare
 * programs the events before them, are not used.
 */
export async function checkStudies({ storage: named, storagePath }: CommandContext): Promise<readonly Finding[]> {
  if (storagePath !== undefined && !existsSync(storagePath)) return []
  // Only for reading: a file of an earlier version must not be updated by looking at it.
  const storage = storagePath === undefined ? named : openStorage(`sqlite:${storagePath}?mode=ro`)
  const findings: Finding[] = []
  try {
    const { checkpoint: _, ...journals } = storage
    const entries = await storage.list()
    findings.push(ok('storage', `It opens, and has ${countOf(entries.length, 'study', 'studies')}.`))
    for (const { name } of entries) {
      try {
        const snapshot = await readStudy(journals, name)
        findings.push(
          ok(name, `${countOf(snapshot.position, 'event')} and ${countOf(snapshot.trials.next, 'trial')} are intact.`),
        )
        findings.push(...(await lostTrials(snapshot, storage)))
      } catch (thrown) {
        findings.push(fault(name, faultText(thrown)), ...(await fromCheckpoint(name, storage)))
      }
    }
  } catch (thrown) {
    // A file that cannot be read is left as it is.
    return [fault('storage', faultText(thrown))]
  } finally {
    if (storage !== named) await storage.close()
  }
  return storagePath === undefined ? findings : [...findings, ...(await lock(storagePath))]
}

/** Whether a study with damaged events can be read from its checkpoint. */
async function fromCheckpoint(name: string, storage: CommandContext['storage']): Promise<readonly Finding[]> {
  try {
    const { trials } = await readStudy(storage, name)
    const says = `Its ${countOf(trials.next, 'trial')} can still be read from its checkpoint. Save them: sweetspot export ${name} -o saved.json`
    return [warning(name, says)]
  } catch {
    return []
  }
}

async function lostTrials(
  { name, running }: StudySnapshot,
  { presence }: CommandContext['storage'],
): Promise<readonly Finding[]> {
  const owners = new Set(running.flatMap(({ owner }) => (owner === null ? [] : [owner])))
  const gone = new Set(await presence.gone([...owners]))
  const lost = running.filter(({ owner }) => owner !== null && gone.has(owner)).map(({ number }) => number)
  if (lost.length === 0) return []
  return [
    warning(
      name,
      `The processes of ${lost.length > 1 ? 'trials' : 'trial'} ${lost.join(', ')} have ended: the next run queues them again.`,
    ),
  ]
}

async function lock(path: string): Promise<readonly Finding[]> {
  const { isWriteLocked } = await import('../../storage/write-lock.ts')
  try {
    const isLocked = isWriteLocked(path)
    // That the file can only be read is told by the check of the file.
    if (isLocked === undefined) return []
    const advice = 'If it stays so, find it: fuser or lsof name the processes that use the file.'
    return [
      isLocked
        ? warning('lock', `Another process is writing at this moment. ${advice}`)
        : ok('lock', 'Nobody holds the write lock.'),
    ]
  } catch (thrown) {
    return [fault('lock', faultText(thrown))]
  }
}

function faultText(thrown: unknown): string {
  const { what, code } = explainError(thrown)
  const salvage = code === 'ERR_CORRUPT_JOURNAL' ? ' Save what can be read: sweetspot doctor --salvage saved.db' : ''
  return thrown instanceof SweetspotError ? `${what} [${code}]${salvage}` : what
}
