import { StringDecoder } from 'node:string_decoder'
import type { WorkerOutput } from './trial-worker.ts'

/** Maximum number of bytes that are kept of each stream of a worker: 64 KiB. */
export const MAX_OUTPUT = 65_536

/** Keeps the end of a stream, so that a flood of output takes no more memory than the limit. */
export class OutputTail {
  readonly #limit: number
  #chunks: Buffer[] = []
  #bytes = 0

  /** @param limit - Maximum number of bytes. */
  constructor(limit: number) {
    this.#limit = limit
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk.length > this.#limit ? chunk.subarray(-this.#limit) : chunk)
    this.#bytes += this.#chunks.at(-1)?.length ?? 0
    while (this.#bytes - (this.#chunks[0]?.length ?? 0) >= this.#limit) this.#bytes -= this.#chunks.shift()?.length ?? 0
  }

  /** Returns the text and forgets it. A character that was cut at the start is left out. */
  take(): string {
    const bytes = Buffer.concat(this.#chunks).subarray(-this.#limit)
    this.#chunks = []
    this.#bytes = 0
    let start = 0
    while (start < Math.min(4, bytes.length) && ((bytes[start] as number) & 0xc0) === 0x80) start += 1
    return new StringDecoder('utf8').end(bytes.subarray(start))
  }
}

/** The ends of both streams of a worker. */
export class OutputTails {
  readonly stdout = new OutputTail(MAX_OUTPUT)
  readonly stderr = new OutputTail(MAX_OUTPUT)

  /** Returns the texts and forgets them. */
  take(): WorkerOutput {
    return { stdout: this.stdout.take(), stderr: this.stderr.take() }
  }
}
