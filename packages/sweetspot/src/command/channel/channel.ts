import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '@sweetspot/core'
import { fileError } from '../../text/file-error.ts'
import { parseLenientObject } from '../results/lenient-json.ts'
import { LineSplitter } from '../results/line-splitter.ts'
import type { TrialCalls } from './trial-calls.ts'

/** The longest path of a Unix socket, in bytes: 104 on macOS, with a zero at the end. */
const LONGEST_PATH = 103

/** A trial's access to the channel. */
export interface ChannelKey {
  readonly key: string
  release(): void
}

/**
 * The connection of running commands to their trials: a socket that only this user can reach, on which each trial has a
 * key. A command may connect from several of its processes.
 *
 * A request is a line of JSON, `{"key": …, "call": "report", "values": {…}, "step": 3}`, `{"call": "should_prune"}` or
 * `{"call": "annotate", "name": …, "value": …}`. It is answered in order by `{"ok": true}`, `{"prune": true}` or
 * `{"error": "…"}`, so a command cannot report faster than its reports are recorded.
 */
export class Channel {
  /** The folder of the socket. */
  readonly folder: string
  /** The path of the socket. */
  readonly path: string
  readonly #trials = new Map<string, TrialCalls>()
  readonly #sockets = new Set<Socket>()
  readonly #server: Server
  readonly listening: Promise<void>

  constructor() {
    const folders = [tmpdir(), '/tmp']
    const root = folders.find((one) => Buffer.byteLength(join(one, 'sweetspot-XXXXXX', 'channel')) <= LONGEST_PATH)
    this.folder = temporaryFolder(root ?? tmpdir())
    this.path =
      process.platform === 'win32'
        ? `\\\\.\\pipe\\sweetspot-${randomBytes(8).toString('hex')}`
        : join(this.folder, 'channel')
    this.#server = createServer((socket) => this.#serve(socket))
    this.listening = new Promise((resolve, reject) => {
      const failed = (cause: unknown) => reject(fileError(this.path, 'written', cause))
      this.#server.once('error', failed).listen(this.path, () => {
        this.#server.off('error', failed).on('error', () => {})
        resolve()
      })
    })
    this.#server.unref()
  }

  /** Lets the command that gets the key make calls. */
  admit(calls: TrialCalls): ChannelKey {
    const key = randomBytes(16).toString('hex')
    this.#trials.set(key, calls)
    return { key, release: () => void this.#trials.delete(key) }
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket)
    socket.unref()
    const answer = (reply: object) => {
      if (!socket.write(`${JSON.stringify(reply)}\n`)) socket.pause()
    }
    const lines = new LineSplitter((line) => answer(this.#answer(line)))
    socket
      .on('data', (chunk) => {
        lines.write(chunk)
        if (lines.tooLong === 0) return
        answer({ error: 'The request is too long.' })
        socket.destroySoon()
      })
      .on('drain', () => socket.resume())
      .on('error', () => socket.destroy())
      .on('close', () => this.#sockets.delete(socket))
  }

  #answer(line: string): object {
    const request = parseLenientObject(line)
    if (!request) return { error: 'Expected a JSON object.' }
    const calls = typeof request.key === 'string' ? this.#trials.get(request.key) : undefined
    if (!calls) return { error: 'The trial has ended.' }
    try {
      switch (request.call) {
        case 'report':
          calls.report(request.values, request.step as number | undefined)
          return { ok: true }
        case 'should_prune':
          return { prune: calls.shouldPrune() }
        case 'annotate':
          calls.annotate(request.name, request.value)
          return { ok: true }
        default:
          return { error: `Unknown call ${JSON.stringify(request.call)}.` }
      }
    } catch (error) {
      return { error: messageOf(error) }
    }
  }
}

/** @throws ERR_FILE_ACCESS */
function temporaryFolder(root: string): string {
  try {
    return mkdtempSync(join(root, 'sweetspot-'))
  } catch (cause) {
    throw fileError(root, 'written', cause, 'Set TMPDIR to a folder for temporary files.')
  }
}
