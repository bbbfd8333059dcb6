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

/** Bytes of a study's slot: its id, the number of its events, and the CRC-32 of both. */
const SLOT = 12

/** The largest number in a slot. */
const LIMIT = 0xffff_ffff

/**
 * How many events of each study were committed, kept in a file of its own beside the file of studies. SQLite ignores the
 * end of a write-ahead log that was cut or damaged without a word, and nothing in the database shows what is missing then.
 *
 * A mark is written after its commit is on the disk and is not synchronised itself, so it is never ahead; behind it only
 * notices less. It lives as long as the write-ahead log.
 */
export interface HighWaterMark {
  /** Creates the file where it is missing: before the log has anything in it. Never throws. */
  ensure(): void
  /** Never throws: a mark that cannot be written only notices less. */
  raise(study: number, position: number): void
  /** Lets go of the file, and removes it together with the write-ahead log. */
  close(): void
}

const markPath = (path: string) => `${path}-mark`

export function highWaterMark(path: string): HighWaterMark {
  let descriptor: number | undefined
  const slot = Buffer.alloc(SLOT)
  const open = () => {
    // Another process may have removed the file when it took itself for the last one.
    if (descriptor !== undefined && fstatSync(descriptor).nlink > 0) return descriptor
    release()
    descriptor = openSync(markPath(path), constants.O_RDWR | constants.O_CREAT, statSync(path).mode & 0o777)
    return descriptor
  }
  const release = () => {
    if (descriptor !== undefined) closeSync(descriptor)
    descriptor = undefined
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
      release()
      if (!existsSync(`${path}-wal`)) forgetMark(path)
    },
  }
}

/** Whether marks are kept of a file. */
export const hasMark = (path: string): boolean => existsSync(markPath(path))

/** Removes the marks of a file that is gone. */
export const forgetMark = (path: string): void => rmSync(markPath(path), { force: true })

/** The number of committed events of each study that {@link HighWaterMark} noted; of none where there is no mark. */
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
