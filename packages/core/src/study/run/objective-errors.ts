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
}

/**
 * Thrown by an objective to end `optimize`, whatever `catch` and `retries` say, such as when the data cannot be read. Its
 * trial has failed; `optimize` rejects with this error.
 */
export class FatalError extends Error {
  override readonly name = 'FatalError'
}
