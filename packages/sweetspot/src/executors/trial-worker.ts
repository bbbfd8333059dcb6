import type { FailureReason } from '@sweetspot/core'
import type { WorkerAnswer, WorkerCommand } from './worker-message.ts'

/** A thread or process that runs trials of one objective, one at a time. */
export interface TrialWorker {
  /** Sends a command. Does nothing after the end of the worker. */
  command(command: WorkerCommand): void
  /** Answers the question for which the worker waits. Does nothing after its end. */
  answer(answer: WorkerAnswer): void
  /** Takes the messages from now on, in order, as text. Earlier ones that nobody has taken come first. */
  listen(take: (text: string) => void): void
  /** Resolves with the reason of its end, after its last message. Never rejects. */
  readonly ended: Promise<WorkerEnd>
  /** The output since the last call; the end of it if there was much. */
  takeOutput(): WorkerOutput
  /** Sets whether this process stays alive for the worker, as it does while a trial runs. Initially true. */
  hold(isHeld: boolean): void
  /** Aborts the signal of its trial, and ends the worker: after the grace period if the objective uses its signal. */
  stop(reason: unknown): void
  /** Lets an idle worker end by itself, with its exit handlers, within the grace period. */
  close(): void
  /** Ends the worker at once. */
  kill(): void
}

/** The reason of the end of a worker, as of a failed trial. */
export interface WorkerEnd {
  readonly reason: Extract<FailureReason, 'crashed' | 'memory'>
  /** How it ended, as a sentence: by which exit code or signal. */
  readonly how: string
}

/** The output of an objective. */
export interface WorkerOutput {
  readonly stdout: string
  readonly stderr: string
}
