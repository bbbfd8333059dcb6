import { formatMegabytes } from '../text/format-megabytes.ts'
import type { WorkerEnd } from './trial-worker.ts'

/**
 * The end of a worker whose JavaScript heap was full.
 *
 * @param worker - As the subject of a sentence.
 * @param memoryLimit - In bytes; undefined if the worker had none of its own.
 */
export function heapWasFull(worker: string, memoryLimit: number | undefined): WorkerEnd {
  const limit =
    memoryLimit === undefined ? 'the limit of its heap' : `its limit of ${formatMegabytes(memoryLimit)} of heap`
  return { reason: 'memory', how: `${worker} exceeded ${limit}.` }
}

/** The end of a worker by itself. */
export const crashed = (how: string): WorkerEnd => ({ reason: 'crashed', how })
