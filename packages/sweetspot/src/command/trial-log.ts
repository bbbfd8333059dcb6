import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { countOf } from '@sweetspot/core'

/** The share of the limit that is written at once; the end of the output gets the rest. */
const HEAD = 0.8
/** Bytes that wait to be written before the output is paused. */
const MOST_WAITING = 4_000_000

/**
 * The output of a command in a file, of limited size: its beginning, which is written at once, and its end, which is
 * written when the command has ended.
 */
export interface TrialLog {
  /** Writes a chunk of output. Pauses its stream while the disk is slower than the command. */
  write(chunk: Buffer, stream: Readable): void
  /** Writes the end of the output. Resolves once all is written; rejects if it cannot be. */
  close(): Promise<void>
}

/** @param limit - Maximum size in bytes, apart from the line that says how much is missing. */
export function trialLog(path: string, limit: number): TrialLog {
  const file = open(path, 'w', 0o600)
  // Handled when the log is closed.
  file.catch(() => {})
  let written: Promise<unknown> = file
  written.catch(() => {})
  let waiting = 0
  const paused = new Set<Readable>()
  let headLeft = Math.floor(limit * HEAD)
  const tailLimit = limit - headLeft
  let tail: Buffer[] = []
  let tailSize = 0
  let dropped = 0

  const append = (chunk: Buffer) => {
    waiting += chunk.length
    written = written
      .then(async () => (await file).writeFile(chunk))
      .finally(() => {
        waiting -= chunk.length
        if (waiting > MOST_WAITING) return
        for (const stream of paused) stream.resume()
        paused.clear()
      })
    written.catch(() => {})
  }
  const keep = (chunk: Buffer) => {
    // A copy: a slice would keep the whole chunk in memory.
    tail.push(Buffer.from(chunk))
    tailSize += chunk.length
    while (tailSize > tailLimit) {
      const first = tail[0] as Buffer
      const surplus = Math.min(tailSize - tailLimit, first.length)
      if (surplus === first.length) tail.shift()
      else tail[0] = first.subarray(surplus)
      tailSize -= surplus
      dropped += surplus
    }
  }
  return {
    write(chunk, stream) {
      const head = chunk.subarray(0, headLeft)
      headLeft -= head.length
      if (head.length > 0) append(head)
      if (head.length < chunk.length) keep(chunk.subarray(head.length))
      if (waiting > MOST_WAITING) {
        paused.add(stream)
        stream.pause()
      }
    },
    async close() {
      if (dropped > 0)
        append(Buffer.from(`\n… ${countOf(dropped, 'byte')} ${dropped === 1 ? 'is' : 'are'} missing here …\n`))
      if (tailSize > 0) append(Buffer.concat(tail))
      tail = []
      try {
        await written
      } finally {
        await file.then((handle) => handle.close())
      }
    },
  }
}
