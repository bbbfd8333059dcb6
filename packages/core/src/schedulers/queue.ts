import { optionsReader } from '../arguments/options.ts'
import type { Scheduler } from './scheduler.ts'

/** Runs waiting trials in the order of the queue, then new ones. Paused trials stay paused. */
export function queueScheduler(options?: Record<string, never>): Scheduler {
  readOptions(options)
  return Object.freeze({
    name: 'queue',
    next: ({ firstWaiting }) => (firstWaiting ? { resume: firstWaiting.number } : 'suggest'),
  } satisfies Scheduler)
}

const readOptions = optionsReader<object>('queueScheduler', {})
