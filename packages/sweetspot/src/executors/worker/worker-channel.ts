import type { WorkerAnswer, WorkerCommand, WorkerMessage } from '../worker-message.ts'

/** The connection of a worker to the executor, as seen from inside the worker. */
export interface WorkerChannel {
  /** Sends a message, after all earlier ones. It is delivered even if the event loop never turns again. */
  send(message: WorkerMessage): void
  /** Sends a question, and blocks until it is answered. */
  ask(question: Extract<WorkerMessage, { readonly type: 'decide' | 'choose' | 'sync' }>): WorkerAnswer
  /** Receives commands by the event loop, and keeps the worker alive. */
  listen(take: (command: WorkerCommand) => void): void
  /** Whether the objective has read its signal, and is therefore given time to stop when it is aborted. */
  usesSignal(isUsed: boolean): void
}
