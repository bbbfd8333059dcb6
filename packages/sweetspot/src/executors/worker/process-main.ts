/** The program of a child process: runs trials for `child-process-executor.ts`. */
import { readSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { decodeAnswer, decodeCommand, encodeMessage, type WorkerMessage } from '../worker-message.ts'
import { ANSWERS, COMMANDS, MESSAGES } from './descriptors.ts'
import { serveTrials } from './serve-trials.ts'
import type { WorkerChannel } from './worker-channel.ts'

/** Milliseconds between tries, where a descriptor is not in blocking mode. */
const RETRY = 1

/** Heap of the watchdog in MiB, which only waits. */
const WATCHDOG_MEMORY = 16

/** Repeats a transfer that was interrupted by a signal, or is not possible yet. */
function completed(transfer: () => number): number {
  for (;;) {
    try {
      return transfer()
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EAGAIN' && code !== 'EINTR') throw error
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY)
    }
  }
}

function write(message: WorkerMessage): void {
  const bytes = Buffer.from(`${encodeMessage(message)}\n`)
  for (let sent = 0; sent < bytes.length; ) sent += completed(() => writeSync(MESSAGES, bytes, sent))
}

/** Reads one answer. There is never more than one, since each is the answer to a question. */
function readAnswer(): string {
  const chunks: Buffer[] = []
  for (;;) {
    const chunk = Buffer.allocUnsafe(4_096)
    const count = completed(() => readSync(ANSWERS, chunk))
    if (count === 0) throw new Error('The process of the executor has ended.')
    chunks.push(chunk.subarray(0, count))
    if (chunk[count - 1] === NEWLINE) return Buffer.concat(chunks).toString()
  }
}

const NEWLINE = 0x0a

/** Keeps SIGTERM from ending the process. The signal of the trial is aborted by a command. */
const ignoreSigterm = () => {}

const channel: WorkerChannel = {
  send: write,
  ask(question) {
    write(question)
    return decodeAnswer(readAnswer())
  },
  listen(take) {
    const socket = new Socket({ fd: COMMANDS, readable: true, writable: false })
    const lines = createInterface({ input: socket })
    socket.on('error', () => {})
    lines.on('error', () => {})
    lines.on('line', (line) => take(decodeCommand(line)))
  },
  usesSignal(isUsed) {
    // Without a listener, Node ends at once by SIGTERM, even in an endless loop.
    process.off('SIGTERM', ignoreSigterm)
    if (isUsed) process.on('SIGTERM', ignoreSigterm)
  },
}

const [url = '', name = ''] = process.argv.slice(2)
const program = createRequire(import.meta.url).resolve('#trial-watchdog')
const watchdog = new Worker(pathToFileURL(program), {
  resourceLimits: { maxOldGenerationSizeMb: WATCHDOG_MEMORY },
  execArgv: [],
  stdout: false,
})
watchdog.once('message', () => {
  watchdog.unref()
  serveTrials(channel, { url, name })
})
