import { formatValue } from '@sweetspot/core'

/** Any value as a short text for a message: arrays, models and tensors, which have long JSON, by what they are. */
export function formatGiven(given: unknown): string {
  try {
    if (Array.isArray(given)) return `an array of ${given.length}`
    if (typeof given === 'object' && given !== null && given.constructor.name !== 'Object') {
      return `an object of class ${given.constructor.name}`
    }
  } catch {
    // A proxy that cannot be looked at, or an object without a class.
  }
  return formatValue(given)
}
