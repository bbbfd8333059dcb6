import { formatValue } from '@sweetspot/core'

/** Formats a value for a message; arrays, models and tensors by their kind, since their JSON is long. */
export function formatGiven(given: unknown): string {
  try {
    if (Array.isArray(given)) return `an array of ${given.length}`
    if (typeof given === 'object' && given !== null && given.constructor.name !== 'Object') {
      return `an object of class ${given.constructor.name}`
    }
  } catch {
    // A proxy that throws, or an object without a class.
  }
  return formatValue(given)
}
