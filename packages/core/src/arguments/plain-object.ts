/**
 * Whether `value` is a plain object, of this or another realm (a frame, a worker, the sandbox of a test). False for
 * proxies that throw when inspected.
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

/** Copies a plain object, reading each property once; undefined for other values, and if a property cannot be read. */
export function plainCopy(value: unknown): Record<string, unknown> | undefined {
  if (!isPlainObject(value)) return undefined
  try {
    // Assigning `__proto__` would set the prototype.
    return Object.fromEntries(Object.entries(value))
  } catch {
    return undefined
  }
}
