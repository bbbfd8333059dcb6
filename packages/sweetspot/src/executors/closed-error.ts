import { productError } from '../product-error.ts'

/**
 * The error for a trial of an executor that was closed.
 *
 * @param text - When it was closed, as a sentence.
 */
export const closedError = (text = 'The executor is closed.') => productError('ERR_EXECUTOR_CLOSED', text)
