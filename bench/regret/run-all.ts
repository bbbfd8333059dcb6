import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { BrokenRun, RunRecord, RunSpec } from './run-record.ts'
import type { WorkerAnswer, WorkerOptions } from './worker.ts'

export interface RunAllOptions extends WorkerOptions {
  /** Number of parallel processes. */
  readonly jobs: number
  ended(run: RunRecord | BrokenRun): void
}

/** Runs all specs in parallel processes. A broken run does not stop the others. */
export async function runAll(specs: readonly RunSpec[], { jobs, ended, ...options }: RunAllOptions): Promise<void> {
  const queue = specs.values()
  await Promise.all(Array.from({ length: Math.min(jobs, specs.length) }, () => work(queue, options, ended)))
}

async function work(
  queue: Iterator<RunSpec, undefined>,
  options: WorkerOptions,
  ended: RunAllOptions['ended'],
): Promise<void> {
  let worker = startWorker(options)
  for (let next = queue.next(); !next.done; next = queue.next()) {
    const spec = next.value
    const answer = await send(worker, spec)
    ended('record' in answer ? answer.record : { ...spec, error: answer.error })
    if (!worker.connected) worker = startWorker(options)
  }
  worker.disconnect()
}

const startWorker = (options: WorkerOptions): ChildProcess =>
  fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [JSON.stringify(options)], { serialization: 'advanced' })

function send(worker: ChildProcess, spec: RunSpec): Promise<WorkerAnswer> {
  return new Promise((resolve) => {
    const died = (code: number | null, signal: string | null) => {
      worker.off('message', answered)
      resolve({ error: `The process ended with ${signal ?? `exit code ${code}`}.` })
    }
    const answered = (answer: unknown) => {
      worker.off('exit', died)
      resolve(answer as WorkerAnswer)
    }
    worker.once('message', answered)
    worker.once('exit', died)
    worker.send(spec)
  })
}
