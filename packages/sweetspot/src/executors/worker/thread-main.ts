/** The program of a worker thread: runs trials for `worker-thread-executor.ts`. */
import { receiveMessageOnPort, workerData } from 'node:worker_threads'
import { decodeAnswer, decodeCommand, encodeMessage } from '../worker-message.ts'
import { serveTrials } from './serve-trials.ts'
import { ANSWERED, type ThreadData, USES_SIGNAL } from './thread-data.ts'
import type { WorkerChannel } from './worker-channel.ts'

/** Number of messages after which a thread waits until they are read. Otherwise a busy loop of reports fills the memory. */
const MAX_UNREAD = 1_000

function channelOf({ port, answers, flags }: ThreadData): WorkerChannel {
  let unread = 0
  const channel: WorkerChannel = {
    send(message) {
      port.postMessage(encodeMessage(message))
      unread += 1
      if (unread >= MAX_UNREAD) channel.ask({ type: 'sync' })
    },
    ask(question) {
      unread = 0
      Atomics.store(flags, ANSWERED, 0)
      port.postMessage(encodeMessage(question))
      Atomics.wait(flags, ANSWERED, 0)
      const received = receiveMessageOnPort(answers) as { readonly message: string }
      return decodeAnswer(received.message)
    },
    listen(take) {
      port.on('message', (text: string) => take(decodeCommand(text)))
    },
    usesSignal: (isUsed) => void Atomics.store(flags, USES_SIGNAL, Number(isUsed)),
  }
  return channel
}

const data = workerData as ThreadData
for (const name of data.withheld) delete process.env[name]
serveTrials(channelOf(data), data.module)
