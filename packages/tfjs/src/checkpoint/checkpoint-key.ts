import { formatValue, SweetspotError } from '@sweetspot/core'
import { tunerError } from '../tuner-error.ts'

const LONGEST_KEY = 200

/** @throws SweetspotError `ERR_INVALID_NAME` */
export function checkKey(key: string): void {
  if (typeof key !== 'string' || key.length === 0 || key.length > LONGEST_KEY || !key.isWellFormed()) {
    throw new SweetspotError(
      'ERR_INVALID_NAME',
      `Expected a checkpoint key of 1 to 200 well-formed characters; received ${formatValue(key)}.`,
    )
  }
}

export function notFound(key: string): SweetspotError {
  return tunerError('ERR_CHECKPOINT_NOT_FOUND', `Checkpoint ${formatValue(key)} does not exist.`)
}
