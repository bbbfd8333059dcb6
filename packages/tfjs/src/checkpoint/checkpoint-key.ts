import { SweetspotError } from '@sweetspot/core'

const LONGEST_KEY = 200

/** @throws SweetspotError `ERR_INVALID_NAME` */
export function checkKey(key: string): void {
  if (key.length === 0 || key.length > LONGEST_KEY || !key.isWellFormed()) {
    throw new SweetspotError('ERR_INVALID_NAME', `The key ${JSON.stringify(key)} cannot name a checkpoint.`)
  }
}

export function notFound(key: string): SweetspotError {
  return new SweetspotError('ERR_CHECKPOINT_NOT_FOUND', `There is no checkpoint ${JSON.stringify(key)}.`)
}
