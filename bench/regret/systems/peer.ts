import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Params, SweetspotError } from 'sweetspot'
import { peerSpace } from './peer-parameters.ts'
import type { System } from './system.ts'

const SERVER = fileURLToPath(new URL('../../peers/serve.py', import.meta.url))
/** Number of lines of a peer's stderr to show if it fails. */
const LAST_WORDS = 12

/** Answers of `bench/peers/serve.py`, which documents the protocol. */
interface Answers {
  readonly start: { readonly version: string }
  readonly ask: { readonly id: number; readonly params: Params }
  readonly tell: { readonly ok: true }
}

/**
 * Another library in a Python process, over stdin and stdout with one JSON object per line. One process serves one
 * optimization after another. `start` rejects with ERR_INVALID_ARGUMENT if the process ends without an answer.
 *
 * @param python - A Python with the library.
 * @param server - The program that serves it. Default: `bench/peers/serve.py`.
 */
export function peerSystem(name: string, python: string, server: string = SERVER): System {
  let version = ''
  let process: PeerProcess | undefined
  return {
    name,
    get version() {
      return version
    },
    async start({ space, ...run }) {
      const { call } = (process ??= startPeer(name, python, server))
      const { parameters, paramsOf } = peerSpace(space)
      version = (await call('start', { ...run, parameters })).version
      return {
        async ask() {
          const { id, params } = await call('ask', {})
          return { id, params: paramsOf(params) }
        },
        tell: async (id, value) => void (await call('tell', { id, value: Number.isFinite(value) ? value : null })),
        close: async () => {},
      }
    },
    async close() {
      process?.end()
      process = undefined
    },
  }
}

interface PeerProcess {
  call<O extends keyof Answers>(operation: O, message: object): Promise<Answers[O]>
  end(): void
}

function startPeer(name: string, python: string, server: string): PeerProcess {
  const child: ChildProcess = spawn(python, [server, name], { stdio: ['pipe', 'pipe', 'pipe'] })
  const { stdin, stdout, stderr } = child as ChildProcess & {
    stdin: NonNullable<ChildProcess['stdin']>
    stdout: NonNullable<ChildProcess['stdout']>
    stderr: NonNullable<ChildProcess['stderr']>
  }
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]()
  const lastWords: string[] = []
  createInterface({ input: stderr }).on('line', (line) => {
    lastWords.push(line)
    if (lastWords.length > LAST_WORDS) lastWords.shift()
  })
  // A process that failed to start, or has ended, is detected by its missing answer.
  child.on('error', (error) => lastWords.push(error.message))
  stdin.on('error', () => {})
  return {
    async call(operation, message) {
      stdin.write(`${JSON.stringify({ op: operation, ...message })}\n`)
      const line = await lines.next()
      if (line.done) {
        const words = lastWords.length > 0 ? `: ${lastWords.join('\n')}` : ''
        throw new SweetspotError('ERR_INVALID_ARGUMENT', `The peer ${name} ended without an answer${words}.`)
      }
      const answer = JSON.parse(line.value) as { readonly error?: string }
      if (answer.error !== undefined) throw new Error(`The peer ${name} answered: ${answer.error}`)
      return answer as never
    },
    end: () => void stdin.end(),
  }
}
