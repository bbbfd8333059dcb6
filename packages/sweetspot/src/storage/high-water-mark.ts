import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { crc32 } from 'node:zlib'
import { removeIfPossible } from './remove-if-possible.ts'

/** Bytes of a study's slot: its id, the number of its events, and the CRC-32 of both. */
const SLOT = 12

/** Milliseconds for which the file is taken to be there after it was looked at. */
const LOOK_INTERVAL = 100

/** Maximum value of a number in a slot. */
const LIMIT = 0xffff_ffff

/**
 * The number of committed events of each study, in a separate file beside the file of studies.
 *
 * SQLite silently ignores the end of a truncated or damaged write-ahead log, and the database does not show what is
 * missing.
 *
 * A mark is written after its commit is on disk and is not synchronised itself, so it is never ahead of the commit. If
 * it is behind, it only detects fewer losses. It exists as long as the write-ahead log.
 */
export interface HighWaterMark {
  /** Creates the file if it is missing, before the log has content. Never throws. */
  ensure(): void
  /** Writes a mark. Never throws: a missing mark only detects fewer losses. */
  raise(study: number, position: number): void
  /** Closes the file, and removes it if the write-ahead log is gone. Never throws: marks that remain stay true. */
  close(): void
}

const markPath = (path: string) => `${path}-mark`

/** Creates the marks of the file of studies at `path`. */
export function highWaterMark(path: string): HighWaterMark {
  let descriptor: number | undefined
  let seenAt = Number.NEGATIVE_INFINITY
  const slot = Buffer.alloc(SLOT)
  const open = () => {
    const now = performance.now()
    if (descriptor !== undefined && now - seenAt < LOOK_INTERVAL) return descriptor
    // Another process may have removed the file because it believed to be the last one.
    if (descriptor === undefined || fstatSync(descriptor).nlink === 0) {
      release()
      descriptor = openSync(markPath(path), constants.O_RDWR | constants.O_CREAT, statSync(path).mode & 0o777)
    }
    seenAt = now
    return descriptor
  }
  const release = () => {
    const open = descriptor
    descriptor = undefined
    if (open !== undefined) closeSync(open)
  }
  return {
    ensure() {
      try {
        open()
      } catch {
        // The disk may be full.
      }
    },
    raise(study, position) {
      if (study > LIMIT || position > LIMIT) return
      slot.writeUInt32LE(study, 0)
      slot.writeUInt32LE(position, 4)
      slot.writeUInt32LE(crc32(slot.subarray(0, 8)), 8)
      try {
        writeSync(open(), slot, 0, SLOT, study * SLOT)
      } catch {
        // The disk may be full.
      }
    },
    close() {
      try {
        release()
      } catch {
        // A disk may report an earlier error on closing.
      }
      if (!existsSync(`${path}-wal`)) removeIfPossible(markPath(path))
    },
  }
}

/** Whether a file of studies has marks. */
export const hasMark = (path: string): boolean => existsSync(markPath(path))

/** Removes the marks of a deleted file. */
export const forgetMark = (path: string): void => rmSync(markPath(path), { force: true })

/**
 * Reads the marks written by {@link HighWaterMark}: the number of committed events of each study; empty without marks.
 */
export function readMark(path: string): ReadonlyMap<number, number> {
  const marks = new Map<number, number>()
  let bytes: Buffer
  try {
    bytes = readFileSync(markPath(path))
  } catch {
    return marks
  }
  for (let start = 0; start + SLOT <= bytes.length; start += SLOT) {
    const slot = bytes.subarray(start, start + SLOT)
    const study = slot.readUInt32LE(0)
    if (study * SLOT !== start || slot.readUInt32LE(8) !== crc32(slot.subarray(0, 8))) continue
    if (study > 0) marks.set(study, slot.readUInt32LE(4))
  }
  return marks
}
