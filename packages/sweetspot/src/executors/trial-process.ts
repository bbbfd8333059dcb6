import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { holdAll } from './hold.ts'
import { inheritedOptions, type WorkerSettings } from './isolation-options.ts'
import { MessageInbox } from './message-inbox.ts'
import { MAX_OUTPUT, OutputTails } from './output-tail.ts'
import { stopFamily, stopLeftovers } from './processes/stop-family.ts'
import { sentError } from './sent-error.ts'
import type { TrialWorker, WorkerEnd } from './trial-worker.ts'
import { ANSWERS, COMMANDS, MESSAGES } from './worker/descriptors.ts'
import { crashed, heapWasFull } from './worker-ends.ts'
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
  const limit = memoryLimit === undefined ? [] : [`--max-old-space-size=${Math.floor(memoryLimit / 2 ** 20)}`]
  const child = spawn(process.execPath, [...execArgv, ...limit, program, module.url, module.name], {
    // Of stdin, stdout, stderr, and the descriptors of `worker/descriptors.ts`.
    stdio: ['ignore', output === 'inherit' ? 'inherit' : 'pipe', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    // The leader of its own process group, which is ended as a whole.
    detached: true,
    env: { ...env },
    ...(cwd !== undefined && { cwd }),
  })
  const tails = new OutputTails()
  child.stdout?.on('data', (chunk: Buffer) => tails.stdout.add(chunk))
  child.stderr?.on('data', (chunk: Buffer) => {
    tails.stderr.add(chunk)
    if (output === 'inherit') process.stderr.write(chunk)
  })
  // A child that ends before it has read everything resets the connection; its end is handled below.
  for (const stream of child.stdio) stream?.on('error', () => {})

  const inbox = new MessageInbox()
  const lines = createInterface({ input: child.stdio[MESSAGES] as Readable })
  lines.on('error', () => {})
  lines.on('line', (line) => inbox.put(line))

  let hasEnded = false
  let stopping: Promise<void> | undefined
  /** When everything that the child has started must have ended. */
  let deadline = 0
  const hurry = new AbortController()
  /** Ends the child and all that it has started, within the grace period. */
  const stopAll = (grace: number) => {
    const { pid } = child
    if (!hasEnded && pid !== undefined) stopping ??= stopFamily({ leader: pid }, { grace, hurry: hurry.signal })
  }
  const kill = () => {
    hurry.abort()
    stopAll(0)
  }
  const ended = endOf(child, memoryLimit, async (pid) => {
    hasEnded = true
    // What it has started is left to this process, at once after a crash.
    const grace = deadline - performance.now()
    await (stopping ?? stopLeftovers(pid, { grace, hurry: hurry.signal }))
  })
  const write = (descriptor: number, text: string) => {
    if (!hasEnded) (child.stdio[descriptor] as Writable).write(`${text}\n`)
  }
  return {
    command: (given) => write(COMMANDS, encodeMessage(given)),
    answer: (given) => write(ANSWERS, encodeMessage(given)),
    listen: (take) => inbox.listen(take),
    ended,
    takeOutput: () => tails.take(),
    hold(isHeld) {
      if (!hasEnded) holdAll([child, ...child.stdio.filter((stream) => stream instanceof Socket)], isHeld)
    },
    stop(reason) {
      write(COMMANDS, encodeMessage({ type: 'abort', error: sentError(reason) }))
      stopAll(gracePeriod)
    },
    close() {
      write(COMMANDS, encodeMessage({ type: 'close' }))
      deadline = performance.now() + gracePeriod
      const timer = setTimeout(kill, gracePeriod)
      void ended.then(() => clearTimeout(timer))
    },
    kill,
  }
}

/** @param endRest - Ends what the child has started. */
function endOf(
  child: ChildProcess,
  memoryLimit: number | undefined,
  endRest: (pid: number) => Promise<void>,
): Promise<WorkerEnd> {
  let text = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    text = `${text}${chunk.toString('latin1')}`.slice(-MAX_OUTPUT)
  })
  return new Promise((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve(crashed(`The process cannot be started: ${error.message}.`))
    })
    child.once('exit', (code, signal) => {
      const closed = new Promise((close) => child.once('close', close))
      const finish = async () => {
        if (child.pid !== undefined) await endRest(child.pid)
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
  if (isOutOfMemory && (signal !== null || code === 134 || code === 133)) return heapWasFull('The process', memoryLimit)
  return crashed(`The process ended by ${signal ?? `exit code ${code}`}.`)
}
