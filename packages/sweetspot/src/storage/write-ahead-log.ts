/**
 * The content of SQLite's write-ahead log, read without SQLite
 * (https://www.sqlite.org/fileformat2.html#the_write_ahead_log).
 *
 * The log is a header of 32 bytes, then frames of a 24-byte header and a page. Checksums are cumulative over frames,
 * and two salts distinguish the frames of the current log from leftovers of earlier ones. SQLite ends at the first
 * frame that does not fit, whether a crash truncated the log there or the rest is damaged.
 */
export interface WriteAheadLog {
  readonly pageSize: number
  /** The offset of the latest committed content of each page, in bytes. */
  readonly pages: ReadonlyMap<number, number>
  /** The number of pages of the database after the last commit; 0 without a commit. */
  readonly pageCount: number
  /**
   * The state of the log after the last valid commit: `nothing`; `damage`, if a commit was followed by other frames and
   * so had been acknowledged; or `doubt`, if the last transaction is incomplete because its process ended or the log
   * was truncated.
   */
  readonly rest: 'nothing' | 'doubt' | 'damage'
}

const HEADER = 32
const FRAME_HEADER = 24
const MAGIC = 0x377f0682

type Sums = readonly [number, number]

const NONE: WriteAheadLog = { pageSize: 0, pages: new Map(), pageCount: 0, rest: 'nothing' }

/** @param bytes - The whole log; empty if the file does not exist. */
export function writeAheadLog(bytes: Uint8Array): WriteAheadLog {
  if (bytes.length < HEADER + FRAME_HEADER) return NONE
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magic = view.getUint32(0)
  const isLittle = magic !== MAGIC + 1
  const start = sumsAt(view, 24)
  const isValid =
    (magic | 1) === MAGIC + 1 &&
    sameSums(checksum(view, [[0, 24]], [0, 0], isLittle), start) &&
    isSize(view.getUint32(8))
  if (!isValid) return { ...NONE, rest: isLogWithoutHeader(view) ? 'damage' : 'nothing' }
  const frames = new Frames(view, view.getUint32(8), isLittle)
  const salts = sumsAt(view, 16)
  const pages = new Map<number, number>()
  let pageCount = 0
  let sums = start
  let begun: [page: number, offset: number][] = []
  let index = 0
  for (; index < frames.count; index += 1) {
    const next = frames.sums(index, sums)
    if (!sameSums(frames.salts(index), salts) || !sameSums(next, frames.storedSums(index))) break
    sums = next
    begun.push([frames.page(index), frames.offset(index) + FRAME_HEADER])
    if (frames.commit(index) === 0) continue
    for (const [page, offset] of begun) pages.set(page, offset)
    begun = []
    pageCount = frames.commit(index)
  }
  return { pageSize: frames.pageSize, pages, pageCount, rest: restAfter(frames, index, salts, begun.length > 0) }
}

/** Judges from the frames from `first` on, which SQLite ignores, whether committed events were lost. */
function restAfter(frames: Frames, first: number, salts: Sums, isOpen: boolean): WriteAheadLog['rest'] {
  let isDoubtful = isOpen || frames.hasRest
  let hasCommit = false
  for (let index = first; index < frames.count; index += 1) {
    const isCurrent = sameSums(frames.salts(index), salts)
    if (hasCommit && isCurrent) return 'damage'
    // Each frame is seeded with the checksum of the one before, which proves that the one before was written. Frames of
    // an earlier log, which follow each other too, prove nothing about this one.
    const isProven = frames.isFollowed(index) && sameSums(frames.salts(index + 1), salts)
    hasCommit ||= (isCurrent || isProven) && frames.commit(index) > 0
    isDoubtful ||= isCurrent
  }
  return isDoubtful ? 'doubt' : 'nothing'
}

/** Whether the frames are consistent although the header is invalid. */
function isLogWithoutHeader(view: DataView): boolean {
  const size = view.getUint32(8)
  return [...new Set([size, 4096])].filter(isSize).some((pageSize) =>
    [true, false].some((isLittle) => {
      const frames = new Frames(view, pageSize, isLittle)
      return frames.count > 1 ? frames.follows(1) : frames.count === 1 && frames.commit(0) > 0
    }),
  )
}

class Frames {
  readonly pageSize: number
  /** The number of complete frames. */
  readonly count: number
  /** Whether an incomplete frame follows. */
  readonly hasRest: boolean
  readonly #view: DataView
  readonly #isLittle: boolean

  constructor(view: DataView, pageSize: number, isLittle: boolean) {
    this.#view = view
    this.#isLittle = isLittle
    this.pageSize = pageSize
    const frames = (view.byteLength - HEADER) / (FRAME_HEADER + pageSize)
    this.count = Math.floor(frames)
    this.hasRest = frames > this.count
  }

  offset(index: number): number {
    return HEADER + index * (FRAME_HEADER + this.pageSize)
  }

  page(index: number): number {
    return this.#view.getUint32(this.offset(index))
  }

  /** The number of pages of the database after a commit; 0 for a frame without a commit. */
  commit(index: number): number {
    return this.#view.getUint32(this.offset(index) + 4)
  }

  salts(index: number): Sums {
    return sumsAt(this.#view, this.offset(index) + 8)
  }

  storedSums(index: number): Sums {
    return sumsAt(this.#view, this.offset(index) + 16)
  }

  /** The checksums of a frame, seeded with those of the one before. */
  sums(index: number, before: Sums): Sums {
    const offset = this.offset(index)
    const parts: [number, number][] = [
      [offset, 8],
      [offset + FRAME_HEADER, this.pageSize],
    ]
    return checksum(this.#view, parts, before, this.#isLittle)
  }

  /** Whether a frame was written after the one before, by its stored checksum. */
  follows(index: number): boolean {
    return sameSums(this.sums(index, this.storedSums(index - 1)), this.storedSums(index))
  }

  isFollowed(index: number): boolean {
    return index + 1 < this.count && this.follows(index + 1)
  }
}

const isSize = (size: number) => size >= 512 && size <= 65_536 && (size & (size - 1)) === 0

const sumsAt = (view: DataView, offset: number): Sums => [view.getUint32(offset), view.getUint32(offset + 4)]

const sameSums = (one: Sums, other: Sums) => one[0] === other[0] && one[1] === other[1]

/** The checksum of parts of the log, seeded with the checksum before. The length of each part is a multiple of 8. */
function checksum(
  view: DataView,
  parts: readonly (readonly [offset: number, length: number])[],
  seed: Sums,
  isLittle: boolean,
): Sums {
  let [first, second] = seed
  for (const [offset, length] of parts) {
    for (let at = offset; at < offset + length; at += 8) {
      first = (first + view.getUint32(at, isLittle) + second) >>> 0
      second = (second + view.getUint32(at + 4, isLittle) + first) >>> 0
    }
  }
  return [first, second]
}
