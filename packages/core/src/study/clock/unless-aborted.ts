/**
 * Settles like a promise, or resolves to undefined as soon as one of the signals is aborted. The promise is then
 * ignored, even if it rejects.
 *
 * @typeParam T - The type of the result.
 */
export function unlessAborted<T>(promise: Promise<T>, signals: readonly AbortSignal[]): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      stop()
      resolve(undefined)
    }
    const stop = () => {
      for (const signal of signals) signal.removeEventListener('abort', abort)
    }
    for (const signal of signals) signal.addEventListener('abort', abort)
    if (signals.some(({ aborted }) => aborted)) abort()
    promise.then(resolve, reject).finally(stop)
  })
}
