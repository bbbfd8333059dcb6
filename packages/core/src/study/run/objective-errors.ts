import { formatValue } from '../../arguments/format-value.ts'

/**
 * Thrown by an objective to say that its trial has failed, such as for params that cannot work: the study goes on,
 * whatever `catch` says, and the trial is not tried again.
 *
 * @example
 * ```ts
 * if (memoryNeeded(params) > available) throw new FailedTrialError('The model does not fit into memory.')
 * ```
 */
export class FailedTrialError extends Error {
  override readonly name = 'FailedTrialError'

  /** @param message - Why the trial has failed: kept as its `error`. */
  constructor(message = 'The trial has failed.', options?: ErrorOptions) {
    super(messageText(message), options)
  }
}

/**
 * Thrown by an objective to end `optimize`, whatever `catch` and `retries` say, such as when the data cannot be read. Its
 * trial has failed; `optimize` rejects with this error.
 */
export class FatalError extends Error {
  override readonly name = 'FatalError'

  /** @param message - Why no trial can succeed. */
  constructor(message = 'No trial can succeed.', options?: ErrorOptions) {
    super(messageText(message), options)
  }
}

/** Callers without types may give anything, which may not even have a text. */
const messageText = (given: unknown) => (typeof given === 'string' ? given : formatValue(given))
