import { formatValue } from '../../arguments/format-value.ts'

/**
 * An error that an objective throws to fail its trial, for example if its params cannot work.
 *
 * `optimize` continues, regardless of `catch`, and the trial is not retried.
 *
 * @example
 * ```ts
 * if (memoryNeeded(params) > available) throw new FailedTrialError('The model does not fit into memory.')
 * ```
 */
export class FailedTrialError extends Error {
  override readonly name = 'FailedTrialError'

  /** @param message - Why the trial failed, stored as its `error`. */
  constructor(message = 'The trial failed.', options?: ErrorOptions) {
    super(messageText(message), options)
  }
}

/**
 * An error that an objective throws to end `optimize`, for example if the data cannot be read.
 *
 * Its trial fails and `optimize` rejects with this error, regardless of `catch` and `retries`.
 */
export class FatalError extends Error {
  override readonly name = 'FatalError'

  /** @param message - Why no trial can succeed. */
  constructor(message = 'No trial can succeed.', options?: ErrorOptions) {
    super(messageText(message), options)
  }
}

/** Untyped callers may pass any value, even one that cannot be converted to a string. */
const messageText = (given: unknown) => (typeof given === 'string' ? given : formatValue(given))
