import { type ErrorCode, FailedTrialError, FatalError, messageOf, SweetspotError, TrialPruned } from '@sweetspot/core'

/** An error as plain JSON, to be sent to another thread or process. */
export interface SentError {
  /** The name of the error class, or `value` for a thrown value that is not an error. */
  readonly name: string
  readonly message: string
  readonly stack?: string
  /** The code of a `SweetspotError` or of an error of Node, such as `ENOENT`. */
  readonly code?: string
  /** The advice of a `SweetspotError`. */
  readonly advice?: string
  readonly cause?: SentError
  /** A thrown text, number or boolean. */
  readonly value?: string | number | boolean
}

/** Maximum lengths of a message and a stack, so that an error cannot fill the memory of this process. */
const MAX_MESSAGE = 10_000
const MAX_STACK = 20_000

/** Maximum depth of causes, which may form a cycle. */
const MAX_CAUSES = 4

/** Converts a thrown value to plain JSON. Never throws. */
export function sentError(thrown: unknown, depth = 0): SentError {
  const message = plainMessage(thrown).slice(0, MAX_MESSAGE)
  try {
    if (!(thrown instanceof Error)) return { name: 'value', message, ...(isSimple(thrown) && { value: thrown }) }
    const { name, stack, cause } = thrown
    const { code, advice } = thrown as { readonly code?: unknown; readonly advice?: unknown }
    return {
      name: typeof name === 'string' ? name : 'Error',
      message,
      ...(typeof stack === 'string' && { stack: stack.slice(0, MAX_STACK) }),
      ...(typeof code === 'string' && { code }),
      ...(name === 'SweetspotError' && typeof advice === 'string' && { advice }),
      ...(cause !== undefined && depth < MAX_CAUSES && { cause: sentError(cause, depth + 1) }),
    }
  } catch {
    return { name: 'Error', message }
  }
}

/** Whether a value from another thread or process is a {@link SentError}. */
export function isSentError(given: unknown, depth = 0): given is SentError {
  if (typeof given !== 'object' || given === null || depth > MAX_CAUSES + 1) return false
  const { name, message, stack = '', code = '', advice = '', cause } = given as { readonly [key: string]: unknown }
  const isText = [name, message, stack, code, advice].every((text) => typeof text === 'string')
  return isText && (cause === undefined || isSentError(cause, depth + 1))
}

/** The classes that the study, or `catch`, tells apart. */
const CLASSES = {
  TrialPruned,
  FailedTrialError,
  FatalError,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
}

const isKnown = (name: string): name is keyof typeof CLASSES => Object.hasOwn(CLASSES, name)
const isCode = (code: string | undefined): code is ErrorCode => code !== undefined && code.startsWith('ERR_')

/**
 * Creates a sent error again. Errors of the study and of JavaScript get their class; an error of another class is an
 * `Error` with its name.
 */
export function receivedError(sent: SentError): unknown {
  const { name, message, stack, code, advice, value } = sent
  if (value !== undefined) return value
  const options = sent.cause === undefined ? undefined : { cause: receivedError(sent.cause) }
  if (name === 'SweetspotError' && isCode(code) && advice !== undefined) {
    return new SweetspotError(code, message, { ...options, advice })
  }
  const error = isKnown(name) ? new CLASSES[name](message) : new Error(message)
  const define = (key: string, given: unknown) =>
    Object.defineProperty(error, key, { value: given, configurable: true, writable: true, enumerable: false })
  if (options) define('cause', options.cause)
  if (!isKnown(name) && name !== 'Error' && name !== 'value') define('name', name)
  if (stack !== undefined) define('stack', stack)
  if (code !== undefined) define('code', code)
  return error
}

/** The message, without the advice and the code that a `SweetspotError` adds again. */
function plainMessage(thrown: unknown): string {
  const text = messageOf(thrown)
  try {
    const { name, code, advice } = thrown as { readonly [key: string]: unknown }
    return name === 'SweetspotError' ? text.replace(` ${String(advice)} [${String(code)}]`, '') : text
  } catch {
    return text
  }
}

const isSimple = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
