import { createRequire } from 'node:module'
import { causeText } from '@sweetspot/core'
import { productError } from '../product-error.ts'

/**
 * The path of a program that runs in a worker: `#trial-thread` or `#trial-process` of `package.json`.
 *
 * @throws ERR_WORKER_FAILED if it was lost, as when a bundler made one file of everything
 */
export function workerProgram(name: '#trial-thread' | '#trial-process'): string {
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch (cause) {
    const text = `The program of workers is not found beside the package sweetspot: ${causeText(cause)}.`
    throw productError('ERR_WORKER_FAILED', text, { cause })
  }
}
