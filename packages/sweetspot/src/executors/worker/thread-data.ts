import type { MessagePort } from 'node:worker_threads'
import type { ObjectiveModule } from '../worker-message.ts'

/** The data that a worker thread is started with. */
export interface ThreadData {
  readonly module: ObjectiveModule
  /** Messages to the executor, and its commands. */
  readonly port: MessagePort
  /** Answers to questions. */
  readonly answers: MessagePort
  /** Variables of the main thread that the worker does not get. Node's option --env-file would bring them back. */
  readonly withheld: readonly string[]
  /** Shared memory of {@link FLAGS} flags. */
  readonly flags: Int32Array
}

/** The number of flags. */
export const FLAGS = 2

/** Index of the flag that a question is answered. */
export const ANSWERED = 0

/** Index of the flag that the objective of the current trial has read its signal. */
export const USES_SIGNAL = 1
