/** The codes of errors of arguments and search spaces, with the advice that ends each message. */
export const BASIC_ERRORS = {
  ERR_INVALID_ARGUMENT: 'Pass a value of the documented type and range.',
  ERR_CALLBACK_FAILED: 'See the `cause`: a function that you passed threw it.',
  ERR_INVALID_NAME:
    'Use a non-empty name of at most 200 characters that is well-formed Unicode, has no control characters, and is not `__proto__`.',
  ERR_INVALID_RANGE:
    'Use finite bounds with low <= high, and a step greater than 0; only a normal or log-normal prior allows infinite bounds.',
  ERR_INVALID_SCALE: 'A log scale needs low > 0 and no step; choose a linear scale or raise the lower bound.',
  ERR_INVALID_PRIOR:
    'Pass distribution({ normal: { mean, sd } }), … or distribution({ beta: { a, b } }), on a linear scale; weights are finite numbers above 0, one for each value.',
  ERR_INVALID_CHOICE: 'Pass at least one value; the values must be distinct JSON values.',
  ERR_INVALID_DEFAULT: 'Use a default that is one of the values of the parameter.',
  ERR_INVALID_CONDITION: 'Test a parameter that is declared earlier, for values that it can take.',
  ERR_PARAMETER_CONFLICT:
    'Declare a name once per branch, with one kind and one set of choices; use another name for another parameter.',
  ERR_INVALID_PARAMS: 'Pass a value within range for each active parameter, and no values for inactive ones.',
  ERR_INFEASIBLE_SPACE: 'Relax the constraints or widen the ranges until some combination satisfies all of them.',
  ERR_SPACE_NOT_FINITE: 'Give each float a `step`, or set `points`, so that it has a finite number of values.',
  ERR_GRID_TOO_LARGE:
    'Use fewer values per parameter, raise `limit`, or use random or Bayesian search, which do not try every combination.',
  ERR_INVALID_JSON:
    'Pass a JSON value: null, boolean, finite number, string, array, or plain object without a `__proto__` key.',
} as const satisfies Record<string, string>

/** The codes of errors of arguments and search spaces. */
export type BasicErrorCode = keyof typeof BASIC_ERRORS

/** The codes of errors of studies, trials, models and storages, with the advice that ends each message. */
export const STUDY_ERRORS = {
  ERR_UNFIT_PARAMS:
    'Enqueue the trial again with params that fit the current space, or the ranges that the objective asks for.',
  ERR_SPACE_REQUIRED: 'Declare the space when you create the study, or use a sampler that does not need it.',
  ERR_SPACE_EXHAUSTED: 'Every combination has been tried: read `study.best`, or widen the space to continue.',
  ERR_INVALID_VALUE: 'Return a number, or one number for each metric of the study.',
  ERR_STUDY_EXISTS: 'Choose another name, or pass `loadIfExists: true` to continue it.',
  ERR_STUDY_NOT_FOUND: 'Check the name against the list of studies in this storage.',
  ERR_STUDY_MISMATCH: 'Continue the study with the metrics and directions it was created with, or create a new one.',
  ERR_STUDY_PAUSED:
    'Resume the study with `study.resume()`, or use `optimize`, which waits until the study is resumed.',
  ERR_STUDY_STOPPED: 'Call `study.resume()` to continue the study.',
  ERR_STUDY_CLOSED: 'Open the study again before using it.',
  ERR_NO_COMPLETED_TRIALS:
    'Run at least one trial to completion first, or check the list of failed trials for the cause.',
  ERR_NO_FEASIBLE_TRIALS:
    'Run more trials, return a value for each constraint, or relax the constraints when you open the study again.',
  ERR_NO_MODEL:
    'The methods `predict` and `recommend` need the Gaussian process: import `createStudy` from `sweetspot` or `@sweetspot/core`, not from `sweetspot/random` or `@sweetspot/core/random`.',
  ERR_MULTIPLE_OBJECTIVES:
    'A study of several metrics has no single best trial: use `study.bestTrials`, the Pareto front; or name one metric if the call accepts one.',
  ERR_UNKNOWN_METRIC: 'Use a name declared in `directions` or, for results, in `constraints`.',
  ERR_TRIAL_NOT_FOUND: 'Use the number of a trial of this study.',
  ERR_TRIAL_NOT_RUNNING: 'Only a running trial accepts reports and results; ask for a new trial.',
  ERR_TRIAL_CANCELLED: 'The trial was cancelled, so its result is dropped; ask for a new trial.',
  ERR_STALE_ATTEMPT: 'Another attempt took over the trial, so this result is dropped; ask for a new trial.',
  ERR_RESULT_CONFLICT: 'The trial already has a different result; if that one is wrong, correct it explicitly.',
  ERR_STALE_POSITION: 'Another writer was first: read the new events and decide again.',
  ERR_TOO_MANY_FAILURES:
    'The `cause` is the error of the last failed trial: fix the objective, and continue the study.',
  ERR_UNSUPPORTED_VERSION: 'Upgrade Sweetspot: this study was written by a newer version.',
  ERR_CORRUPT_JOURNAL:
    'Nothing was changed: copy the intact studies to a new file with `salvageStudies`, or restore a backup.',
  ERR_STORAGE:
    'Check that the storage is reachable, writable and not full, then try again; acknowledged writes are not lost.',
  ERR_UNSUPPORTED_RUNTIME: 'Run it on a supported version of the runtime.',
  ERR_LINEAR_ALGEBRA:
    'The matrix is not positive definite even with the largest jitter: check the data for NaN and infinities.',
  ERR_TRIAL_TIMEOUT: 'Raise `trialTimeout`, or make the objective stop when its signal is aborted.',
} as const satisfies Record<string, string>

/** The codes of errors of studies, trials, models and storages. */
export type StudyErrorCode = keyof typeof STUDY_ERRORS

// The other packages have the advice for their own codes, so that bundles of the engine do not contain it.

/** The codes of errors that only the package `sweetspot` throws. */
export type ProductErrorCode =
  | 'ERR_INVALID_SWEEP'
  | 'ERR_READ_ONLY'
  | 'ERR_STORAGE_BUSY'
  | 'ERR_INVALID_STORAGE_URL'
  | 'ERR_USAGE'
  | 'ERR_INVALID_CONFIG'
  | 'ERR_INVALID_EXPRESSION'
  | 'ERR_NOT_CONFIRMED'
  | 'ERR_FILE_NOT_FOUND'
  | 'ERR_FILE_EXISTS'
  | 'ERR_FILE_ACCESS'
  | 'ERR_SERVER'
  | 'ERR_INVALID_FILE'
  | 'ERR_LOG_NOT_FOUND'
  | 'ERR_INTERNAL'
  | 'ERR_INVALID_OBJECTIVE_MODULE'
  | 'ERR_WORKER_FAILED'
  | 'ERR_EXECUTOR_CLOSED'
  | 'ERR_COMMAND_NOT_STARTED'
  | 'ERR_METRIC_NOT_FOUND'
  | 'ERR_NO_DEVICES'

/** The codes of errors that only `@sweetspot/tfjs` throws. */
export type TunerErrorCode =
  | 'ERR_INVALID_OBJECTIVE'
  | 'ERR_INVALID_MODEL'
  | 'ERR_MODEL_TOO_LARGE'
  | 'ERR_BACKEND_UNAVAILABLE'
  | 'ERR_CORRUPT_CHECKPOINT'
  | 'ERR_UNREGISTERED_CLASS'
  | 'ERR_CHECKPOINT_MISMATCH'
  | 'ERR_CHECKPOINT_NOT_FOUND'

/** The codes of all errors that Sweetspot throws. */
export type ErrorCode = BasicErrorCode | StudyErrorCode | ProductErrorCode | TunerErrorCode

/**
 * The error that Sweetspot throws, with a stable `code`, a message that says what happened, and `advice`.
 *
 * A bundle needs only the advice of what it can throw. So errors of studies, of the package `sweetspot` and of
 * `@sweetspot/tfjs` are created by functions of their own, which know the advice, such as `studyError`.
 *
 * @example
 * ```ts
 * if (error instanceof SweetspotError && error.code === 'ERR_STUDY_EXISTS') …
 * ```
 */
export class SweetspotError extends Error {
  override readonly name = 'SweetspotError'
  readonly code: ErrorCode
  readonly advice: string

  /**
   * @param happened - What happened, as one or more sentences.
   * @param options - The cause; and the advice, a sentence, for codes other than those of arguments and search spaces.
   */
  constructor(code: BasicErrorCode, happened: string, options?: ErrorOptions)
  constructor(code: ErrorCode, happened: string, options: ErrorOptions & { readonly advice: string })
  constructor(code: ErrorCode, happened: string, options?: ErrorOptions & { readonly advice?: string }) {
    const advice = options?.advice ?? BASIC_ERRORS[code as BasicErrorCode]
    super(`${happened} ${advice} [${code}]`, options)
    this.code = code
    this.advice = advice
  }
}

/**
 * Creates an error of a study, a trial, a model or a storage.
 *
 * @param happened - What happened, as one or more sentences.
 *
 * @example
 * ```ts
 * throw studyError('ERR_STALE_POSITION', `Expected ${expected} events; the study has ${count}.`)
 * ```
 */
export function studyError(code: StudyErrorCode, happened: string, options?: ErrorOptions): SweetspotError {
  return new SweetspotError(code, happened, { ...options, advice: STUDY_ERRORS[code] })
}

/** Whether a thrown value is an instance of an error class. False for proxies that throw when inspected. */
export function isErrorOf<E extends Error>(
  thrown: unknown,
  errorClass: abstract new (...args: never[]) => E,
): thrown is E {
  try {
    return thrown instanceof errorClass
  } catch {
    return false
  }
}

/** The message of a thrown value, which need not be an Error. */
export function messageOf(thrown: unknown): string {
  let text: unknown
  try {
    text = thrown instanceof Error ? thrown.message : String(thrown)
  } catch {
    // An object without a prototype, or with a failing toString.
  }
  return typeof text === 'string' ? text : typeof thrown
}

/**
 * The message of a thrown value for use within another message: without the advice, the code and the final period, of
 * which one message has only one each.
 */
export function causeText(thrown: unknown): string {
  const text = messageOf(thrown)
  if (!isErrorOf(thrown, SweetspotError)) return text.replace(/\.$/, '')
  const { code, advice } = thrown
  return text.replace(` ${advice} [${code}]`, '').replace(/\.$/, '')
}
