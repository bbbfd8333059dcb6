/**
 * Whether `value` is an object literal, of this or another realm (a frame, a worker, a test's sandbox). False for proxies
 * that cannot be looked at.
 */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  try {
    if (Array.isArray(value)) return false
    const prototype: unknown = Object.getPrototypeOf(value)
    return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
  } catch {
    return false
  }
}

/** A copy of an object literal, each property read once; undefined for anything else, and where a property cannot be read. */
export function plainCopy(value: unknown): Record<string, unknown> | undefined {
  if (!isPlainObject(value)) return undefined
  try {
    // Assigning `__proto__` would set the prototype.
    return Object.fromEntries(Object.entries(value))
  } catch {
    return undefined
  }
}
