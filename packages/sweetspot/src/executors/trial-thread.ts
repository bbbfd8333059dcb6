import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { messageOf } from '@sweetspot/core'
import { holdAll } from './hold.ts'
import type { WorkerSettings } from './isolation-options.ts'
import { MessageInbox } from './message-inbox.ts'
import { OutputTails } from './output-tail.ts'
import { sentError } from './sent-error.ts'
import type { TrialWorker, WorkerEnd } from './trial-worker.ts'
import { ANSWERED, FLAGS, type ThreadData, USES_SIGNAL } from './worker/thread-data.ts'
import { crashed, heapWasFull } from './worker-ends.ts'
import { encodeMessage, type ObjectiveModule } from './worker-message.ts'

/** Starts a worker thread for trials. Its start may fail later, by {@link TrialWorker.ended}. */
export function trialThread(program: string, module: ObjectiveModule, settings: WorkerSettings): TrialWorker {
  const { memoryLimit, gracePeriod, output, env, execArgv } = settings
  const messages = new MessageChannel()
  const answers = new MessageChannel()
  const flags = new Int32Array(new SharedArrayBuffer(FLAGS * Int32Array.BYTES_PER_ELEMENT))
  const withheld = Object.keys(process.env).filter((name) => !Object.hasOwn(env, name))
  const workerData: ThreadData = { module, port: messages.port2, answers: answers.port2, withheld, flags }
  const worker = new Worker(program, {
    workerData,
    transferList: [messages.port2, answers.port2],
    env: { ...env },
    ...(execArgv && { execArgv: [...execArgv] }),
    ...(memoryLimit !== undefined && { resourceLimits: { maxOldGenerationSizeMb: memoryLimit / 2 ** 20 } }),
    name: 'sweetspot trials',
  })
  const tails = new OutputTails()
  // Streams that are asked for by the options `stdout` and `stderr` would keep this process alive.
  for (const [stream, tail] of [
    [worker.stdout, tails.stdout],
    [worker.stderr, tails.stderr],
  ] as const) {
    if (output !== 'inherit') stream.unpipe()
    stream.on('data', (chunk: Buffer) => tail.add(chunk)).resume()
  }

  const port: MessagePort = messages.port1
  const inbox = new MessageInbox()
  port.on('message', (text: unknown) => inbox.put(String(text)))
  let error: unknown
  worker.on('error', (thrown) => {
    error = thrown
  })
  let hasEnded = false
  const ended = new Promise<WorkerEnd>((resolve) => {
    worker.on('exit', (code) => {
      for (let rest = receiveMessageOnPort(port); rest; rest = receiveMessageOnPort(port))
        inbox.put(String(rest.message))
      hasEnded = true
      port.close()
      answers.port1.close()
      resolve(endOf(code, error, memoryLimit))
    })
  })
  const kill = () => void worker.terminate()
  const killAfterGrace = () => {
    const timer = setTimeout(kill, gracePeriod)
    void ended.then(() => clearTimeout(timer))
  }
  const command: TrialWorker['command'] = (given) => {
    if (!hasEnded) port.postMessage(encodeMessage(given))
  }
  return {
    command,
    answer(given) {
      if (hasEnded) return
      answers.port1.postMessage(encodeMessage(given))
      Atomics.store(flags, ANSWERED, 1)
      Atomics.notify(flags, ANSWERED)
    },
    listen: (take) => inbox.listen(take),
    ended,
    takeOutput: () => tails.take(),
    hold(isHeld) {
      if (!hasEnded) holdAll([worker, port], isHeld)
    },
    stop(reason) {
      command({ type: 'abort', error: sentError(reason) })
      if (Atomics.load(flags, USES_SIGNAL) === 0) kill()
      else killAfterGrace()
    },
    close() {
      command({ type: 'close' })
      killAfterGrace()
    },
    kill,
  }
}

function endOf(code: number, error: unknown, memoryLimit: number | undefined): WorkerEnd {
  if (error === undefined) return crashed(`The worker thread ended by exit code ${code}.`)
  const { code: name } = (error ?? {}) as { readonly code?: unknown }
  if (typeof name === 'string' && name.endsWith('WORKER_OUT_OF_MEMORY')) {
    return heapWasFull('The worker thread', memoryLimit)
  }
  const stack = error instanceof Error && error.stack ? error.stack : messageOf(error)
  return crashed(`The worker thread ended by an uncaught error: ${stack}`)
}
