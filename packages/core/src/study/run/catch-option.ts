import { invalidArgument } from '../../arguments/argument.ts'
import { invoke, wrongAnswer } from '../../arguments/callback.ts'
import { isClass, isList } from '../../arguments/shape.ts'
import { causeText, isErrorOf } from '../../errors.ts'
import type { FinishedTrial } from '../../trial/trial-record.ts'

/** A class of errors, such as `RangeError` or your own class that extends `Error`. */
export type ErrorClass = abstract new (...args: never[]) => Error

/**
 * Decides synchronously whether an error of the objective is caught.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export type CatchTest<P, M extends string, C extends string> = (
  error: unknown,
  trial: FinishedTrial<P, M, C>,
) => boolean

/**
 * Errors of the objective that do not end `optimize`: all, those of a class, those that pass a test, or a list of
 * these.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export type CatchOption<P, M extends string, C extends string> =
  | boolean
  | ErrorClass
  | CatchTest<P, M, C>
  | readonly (ErrorClass | CatchTest<P, M, C>)[]

/**
 * Converts the option to a test.
 *
 * @throws ERR_INVALID_ARGUMENT for an invalid option
 */
export function catchTest<P, M extends string, C extends string>(option: CatchOption<P, M, C>): CatchTest<P, M, C> {
  if (typeof option === 'boolean') return () => option
  const tests = isList(option) ? Array.from(option, (one) => testOf<P, M, C>(one)) : [testOf<P, M, C>(option)]
  return (error, trial) => tests.some((test) => test(error, trial))
}

function testOf<P, M extends string, C extends string>(option: unknown): CatchTest<P, M, C> {
  if (typeof option !== 'function') throw invalid(option)
  if (isErrorClass(option)) return (error) => isErrorOf(error, option)
  if (isClass(option)) throw invalid(option)
  const test = option as CatchTest<P, M, C>
  return (error, trial) => {
    const what = `the function catch, called with the error "${causeText(error)}",`
    const answer: unknown = invoke(what, () => test(error, trial))
    if (typeof answer === 'boolean') return answer
    throw wrongAnswer('the function catch', 'true or false', answer)
  }
}

const invalid = (option: unknown) =>
  invalidArgument(
    'catch',
    option,
    'true, false, a class of errors, a function that returns true or false, or a list of these',
  )

function isErrorClass(option: object): option is ErrorClass {
  try {
    return option === Error || (option as { readonly prototype?: unknown }).prototype instanceof Error
  } catch {
    return false
  }
}
