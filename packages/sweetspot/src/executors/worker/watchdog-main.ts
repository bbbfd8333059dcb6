/**
 * The program of a thread in each child process: kills the process and everything that it has started as soon as the
 * process of the executor has ended, even by SIGKILL and while the main thread is in an endless loop.
 */
import { Socket } from 'node:net'
import { parentPort } from 'node:worker_threads'
import { LIFELINE } from './descriptors.ts'

function killAll(): void {
  try {
    process.kill(-process.pid, 'SIGKILL')
  } catch {
    // No leader of a group: on Windows.
    process.kill(process.pid, 'SIGKILL')
  }
}

const lifeline = new Socket({ fd: LIFELINE, readable: true, writable: false })
lifeline.on('error', () => {})
lifeline.on('close', killAll)
lifeline.resume()
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- Ports of threads have no origin.
parentPort?.postMessage('watching')
