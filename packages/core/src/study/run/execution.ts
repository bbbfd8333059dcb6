import { SweetspotError } from '../../errors.ts'
import { formatValue, isPlainObject } from '../../space/json-value.ts'
import type { Execution } from './executor.ts'

const ENDINGS = ['returned', 'thrown', 'outcome']

/**
 * What an executor gave, which may have been read from another process.
 *
 * @throws ERR_INVALID_VALUE if it does not say how the run ended, or has an invalid trace
 */
export function checkedExecution(given: Execution): Execution {
  const execution: unknown = given
  if (!isPlainObject(execution) || !ENDINGS.some((ending) => Object.hasOwn(execution, ending))) {
    throw invalid('Expected an executor to give { returned }, { thrown } or { outcome }', execution)
  }
  const { trace } = execution
  if (trace !== undefined && !Array.isArray(trace)) {
    throw invalid('Expected the trace of an execution to be a list', trace)
  }
  return given
}

const invalid = (expected: string, received: unknown) =>
  new SweetspotError('ERR_INVALID_VALUE', `${expected}; received ${formatValue(received)}.`)
