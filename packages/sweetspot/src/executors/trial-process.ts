import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { inheritedOptions, type WorkerSettings } from './isolation-options.ts'
import { MAX_OUTPUT, OutputTail } from './output-tail.ts'
import { ProcessGroup } from './process-group.ts'
import { sentError } from './sent-error.ts'
import type { TrialWorker, WorkerEnd } from './trial-worker.ts'
import { ANSWERS, COMMANDS, MESSAGES } from './worker/descriptors.ts'
import { encodeMessage, type ObjectiveModule } from './worker-message.ts'

/** Milliseconds to wait, after the end of a process, for the rest of its output: another process may hold it open. */
const REST_OF_OUTPUT = 250

/** Starts a child process for trials. Its start may fail later, by {@link TrialWorker.ended}. */
export function trialProcess(
  program: string,
  module: ObjectiveModule,
  settings: WorkerSettings,
  cwd: string | undefined,
): TrialWorker {
  const { memoryLimit, gracePeriod, output, env } = settings
  const execArgv = settings.execArgv ?? inheritedOptions(process.execArgv)
  const limit = memoryLimit === undefined ? [] : [`--max-old-space-size=${memoryLimit}`]
  const child = spawn(process.execPath, [...execArgv, ...limit, program, module.url, module.name], {
    // Of stdin, stdout, stderr, and the descriptors of `worker/descriptors.ts`.
    stdio: ['ignore', output === 'inherit' ? 'inherit' : 'pipe', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    // The leader of its own process group, which is ended as a whole.
    detached: true,
    env: { ...env },
    ...(cwd !== undefined && { cwd }),
  })
  const group = new ProcessGroup(child)
  const [stdout, stderr] = [new OutputTail(MAX_OUTPUT), new OutputTail(MAX_OUTPUT)]
  child.stdout?.on('data', (chunk: Buffer) => stdout.add(chunk))
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr.add(chunk)
    if (output === 'inherit') process.stderr.write(chunk)
  })
  // A child that ends before it has read everything resets the connection; its end is handled below.
  for (const stream of child.stdio) stream?.on('error', () => {})

  const early: string[] = []
  let take: (text: string) => void = (text) => early.push(text)
  const lines = createInterface({ input: child.stdio[MESSAGES] as Readable })
  lines.on('error', () => {})
  lines.on('line', (line) => take(line))

  let hasEnded = false
  /** When everything that the child has started must have ended. */
  let deadline = 0
  const ended = endOf(child, memoryLimit, () => {
    hasEnded = true
    // After a crash, nobody is left to end what the child has started.
    return group.end(deadline)
  })
  const kill = () => {
    deadline = 0
    group.signal('SIGKILL')
  }
  const killAfterGrace = () => {
    deadline = performance.now() + gracePeriod
    const timer = setTimeout(kill, gracePeriod)
    void ended.then(() => clearTimeout(timer))
  }
  const write = (descriptor: number, text: string) => {
    if (!hasEnded) (child.stdio[descriptor] as Writable).write(`${text}\n`)
  }
  return {
    command: (given) => write(COMMANDS, encodeMessage(given)),
    answer: (given) => write(ANSWERS, encodeMessage(given)),
    listen(listener) {
      take = listener
      for (const text of early.splice(0)) listener(text)
    },
    ended,
    takeOutput: () => ({ stdout: stdout.take(), stderr: stderr.take() }),
    hold(isHeld) {
      if (hasEnded) return
      const streams = child.stdio.filter((stream) => stream instanceof Socket)
      for (const held of [child, ...streams]) {
        if (isHeld) held.ref()
        else held.unref()
      }
    },
    stop(reason) {
      write(COMMANDS, encodeMessage({ type: 'abort', error: sentError(reason) }))
      killAfterGrace()
      group.signal('SIGTERM')
    },
    close() {
      write(COMMANDS, encodeMessage({ type: 'close' }))
      killAfterGrace()
    },
    kill,
  }
}

/** @param endRest - Ends what the child has started. */
function endOf(child: ChildProcess, memoryLimit: number | undefined, endRest: () => Promise<void>): Promise<WorkerEnd> {
  let text = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    text = `${text}${chunk.toString('latin1')}`.slice(-MAX_OUTPUT)
  })
  return new Promise((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined)
        resolve({ reason: 'crashed', how: `The process cannot be started: ${error.message}.` })
    })
    child.once('exit', (code, signal) => {
      const closed = new Promise((close) => child.once('close', close))
      const finish = async () => {
        await endRest()
        await Promise.race([closed, new Promise((late) => setTimeout(late, REST_OF_OUTPUT))])
        for (const stream of child.stdio) stream?.destroy()
        resolve(describeEnd(code, signal, OUT_OF_MEMORY.test(text), memoryLimit))
      }
      void finish()
    })
  })
}

/** How V8 says that its heap is full, before it ends the process. */
const OUT_OF_MEMORY = /JavaScript heap out of memory|Reached heap limit/

function describeEnd(
  code: number | null,
  signal: NodeJS.Signals | null,
  isOutOfMemory: boolean,
  memoryLimit: number | undefined,
): WorkerEnd {
  // 128 and the number of SIGABRT or SIGTRAP, where a shell passes it on.
  if (isOutOfMemory && (signal !== null || code === 134 || code === 133)) {
    const limit = memoryLimit === undefined ? 'the limit of its heap' : `its limit of ${memoryLimit} MiB of heap`
    return { reason: 'memory', how: `The process exceeded ${limit}.` }
  }
  return { reason: 'crashed', how: `The process ended by ${signal ?? `exit code ${code}`}.` }
}
