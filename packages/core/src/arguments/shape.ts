/** Whether a value has all these methods. False if it cannot be inspected. */
export function hasMethods(value: unknown, ...names: readonly string[]): boolean {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return false
  try {
    return names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
  } catch {
    return false
  }
}

/** Whether a value is a promise or another thenable. */
export const isThenable = (value: unknown): value is PromiseLike<unknown> => hasMethods(value, 'then')

/** Whether a value is an AbortSignal of this realm. */
export function isSignal(value: unknown): value is AbortSignal {
  try {
    return value instanceof AbortSignal && typeof value.aborted === 'boolean'
  } catch {
    return false
  }
}

/** Whether a value is an array. False for proxies that cannot be inspected. */
export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value)
  } catch {
    return false
  }
}

/** Whether a function can only be called with `new`. */
export function isClass(option: object): boolean {
  try {
    return /^class\b/.test(Function.prototype.toString.call(option))
  } catch {
    return false
  }
}
