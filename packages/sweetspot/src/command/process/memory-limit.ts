import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import {
  hasProc,
  membersOf,
  type ProcessFamily,
  processTable,
  readText,
} from '../../executors/processes/process-table.ts'

/** Milliseconds between looks at the memory of a command. */
const INTERVAL = 250

/** Watches the memory of a command until it is closed. */
export interface MemoryWatch {
  close(): void
}

/**
 * Calls `exceeded` once all processes of a command together use more than `limit` bytes of memory.
 *
 * Their resident sets are added up. On Linux, if that exceeds the limit, the proportional sets decide, in which a page
 * that several processes share counts once.
 */
export function watchMemory(family: ProcessFamily, limit: number, exceeded: (bytes: number) => void): MemoryWatch {
  let closed = false
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    const bytes = await memoryOf(family, limit).catch(() => 0)
    if (closed) return
    if (bytes > limit) exceeded(bytes)
    else timer = setTimeout(() => void look(), INTERVAL)
  }
  timer = setTimeout(() => void look(), INTERVAL)
  return {
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}

async function memoryOf(family: ProcessFamily, limit: number): Promise<number> {
  const pids = membersOf(family, await processTable(), { usesMark: false }).map(({ pid }) => pid)
  if (pids.length === 0) return 0
  if (!hasProc) {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', pids.join()])
    return stdout.split('\n').reduce((sum, line) => sum + Number(line) * 1024, 0)
  }
  const resident = pids.map((pid) => kilobytes(readText(`/proc/${pid}/status`), 'VmRSS') ?? 0)
  if (sumOf(resident) * 1024 <= limit) return sumOf(resident) * 1024
  return (
    sumOf(pids.map((pid, index) => kilobytes(readText(`/proc/${pid}/smaps_rollup`), 'Pss') ?? resident[index] ?? 0)) *
    1024
  )
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

function kilobytes(text: string | undefined, field: string): number | undefined {
  const [, amount] = new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(text ?? '') ?? []
  return amount === undefined ? undefined : Number(amount)
}
