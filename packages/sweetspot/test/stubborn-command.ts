import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const hasProc = existsSync('/proc/self/stat')

/** The number that a process writes into a file, once it is there. */
export async function numberIn(folder: string, name: string): Promise<number> {
  const path = join(folder, name)
  while (!existsSync(path) || readFileSync(path, 'utf8') === '') await sleep(5)
  return Number(readFileSync(path, 'utf8'))
}

/** Whether a process runs: it exists, and is not a zombie that nobody waits for. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !hasProc || !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}

export async function untilEnded(...pids: readonly number[]): Promise<void> {
  while (pids.some(isRunning)) await sleep(20)
}

/**
 * A command with three processes: itself, a child of its group, and one in a session of its own whose parent has ended.
 * None ends by SIGTERM. Each writes its number.
 */
export const STUBBORN = [
  process.execPath,
  '-e',
  `
  const { spawn } = require('child_process')
  const { writeFileSync } = require('fs')
  const stay = (name) => "process.on('SIGTERM', () => {}); require('fs').writeFileSync('" + name + "', '' + process.pid); setInterval(() => {}, 1000)"
  spawn(process.execPath, ['-e', stay('child')], { stdio: 'inherit' })
  const daemon = "require('child_process').spawn(process.execPath, ['-e', " + JSON.stringify(stay('daemon')) + "], { detached: true, stdio: 'inherit' }).unref()"
  spawn(process.execPath, ['-e', daemon], { stdio: 'inherit' })
  process.on('SIGTERM', () => console.log('SIGTERM'))
  writeFileSync('leader', '' + process.pid)
  setInterval(() => {}, 1000)`,
  '{params.json}',
]

/** Members that can be found: the daemon is known by its environment, which only Linux shows. */
export const MEMBERS = hasProc ? ['leader', 'child', 'daemon'] : ['leader', 'child']
