/**
 * Every error Sweetspot raises on purpose, with the advice that is printed after it.
 *
 * The docs page `docs/errors.md` is generated from this table and a test holds the two equal.
 */
export const ERRORS = {
  ERR_INVALID_ARGUMENT: 'Pass a value of the documented type and range.',
  ERR_CALLBACK_FAILED: 'Look at the cause: a function that you passed threw it.',
  ERR_INVALID_NAME:
    'Use a non-empty name of at most 200 characters that is well-formed Unicode, has no control characters, and is not `__proto__`.',
  ERR_INVALID_RANGE: 'Give a finite low and high with low <= high, and a step above 0.',
  ERR_INVALID_SCALE: 'A log scale needs low > 0 and no step; choose a linear scale or raise the lower bound.',
  ERR_INVALID_CHOICE: 'Give at least one value; values must be JSON values and all different.',
  ERR_INVALID_DEFAULT: 'Choose a default that the parameter itself accepts.',
  ERR_INVALID_CONDITION: 'Refer to a parameter that is declared before, with values that it can take.',
  ERR_PARAMETER_CONFLICT:
    'Declare a name once per branch, with one kind and one set of choices; use another name for another parameter.',
  ERR_INVALID_PARAMS: 'Pass a value for each active parameter, inside its range, and none for inactive ones.',
  ERR_UNFIT_PARAMS:
    'Enqueue the trial again with params that fit the space as it is now, or what the objective asks for.',
  ERR_INFEASIBLE_SPACE: 'Relax the constraints or widen the ranges until some combination satisfies all of them.',
  ERR_SPACE_NOT_FINITE: 'Give each float a step, or a number of points, so that its values can be counted.',
  ERR_GRID_TOO_LARGE:
    'Use fewer values per parameter, raise `limit`, or use random or Bayesian search, which do not try every combination.',
  ERR_SPACE_REQUIRED: 'Declare the space when you create the study, or use a sampler that does not need it.',
  ERR_SPACE_EXHAUSTED: 'Every combination has been tried: read study.best, or widen the space to go on.',
  ERR_INVALID_JSON:
    'Pass a JSON value: null, boolean, number, string, array, or plain object without a `__proto__` key.',
  ERR_INVALID_VALUE: 'Return a number, or one number for each metric of the study.',
  ERR_STUDY_EXISTS: 'Choose another name, or pass `loadIfExists: true` to continue it.',
  ERR_STUDY_NOT_FOUND: 'Check the name against the list of studies in this storage.',
  ERR_STUDY_MISMATCH: 'Continue the study with the metrics and directions it was created with, or create a new one.',
  ERR_STUDY_PAUSED: 'Resume the study with `study.resume()`, or use `optimize`, which waits until somebody does.',
  ERR_STUDY_STOPPED: 'Resume the study with `study.resume()` if it is to go on.',
  ERR_STUDY_CLOSED: 'Open the study again before using it.',
  ERR_NO_COMPLETED_TRIALS:
    'Run at least one trial to completion first, or check the list of failed trials for the cause.',
  ERR_NO_FEASIBLE_TRIALS:
    'Run more trials, return a value for each constraint, or relax the constraints when you open the study again.',
  ERR_NO_MODEL: 'Import createStudy from `sweetspot` or `@sweetspot/core` instead of their door `random`.',
  ERR_MULTIPLE_OBJECTIVES:
    'A study of several metrics has no single best trial: use `study.bestTrials`, the Pareto front; or name one metric where the call takes one.',
  ERR_UNKNOWN_METRIC: 'Use one of the names declared in `directions`.',
  ERR_TRIAL_NOT_FOUND: 'Use the number of a trial of this study.',
  ERR_TRIAL_NOT_RUNNING: 'Only a running trial can be reported or told; ask for a new one.',
  ERR_TRIAL_CANCELLED: 'Somebody cancelled the trial, so its result is not used; ask for a new one.',
  ERR_STALE_ATTEMPT: 'The trial was taken over by another attempt, so this result is not used; ask for a new trial.',
  ERR_RESULT_CONFLICT: 'This trial has a different result already; correct it explicitly if that one is wrong.',
  ERR_STALE_POSITION: 'Another writer was first: read the new events and decide again.',
  ERR_TOO_MANY_FAILURES:
    'Look at the cause: the failures came one after another. Fix the objective and continue the study.',
  ERR_UNSUPPORTED_VERSION: 'Upgrade Sweetspot: this study was written by a newer version.',
  ERR_CORRUPT_JOURNAL:
    'Nothing was changed: copy what is healthy to a new file with `salvageStudies`, or restore a backup.',
  ERR_STORAGE:
    'Check that the storage is reachable, writable and not full, then try again; what was acknowledged before stays.',
  ERR_READ_ONLY: 'Get the right to write to the file and its folder, or copy the file to where you have it.',
  ERR_STORAGE_BUSY: 'Another process holds the storage for very long: stop it, or raise `busyTimeout`.',
  ERR_INVALID_STORAGE_URL:
    'Use `memory:`, `sqlite:path/to/file.db`, or `sqlite:path/to/file.db?mode=ro` to look without writing.',
  ERR_UNSUPPORTED_RUNTIME: 'Run it on a supported version of the runtime.',
  ERR_LINEAR_ALGEBRA:
    'The matrix is not positive definite even with the largest jitter: check the data for NaN and infinities.',
  ERR_TRIAL_TIMEOUT: 'Raise `trialTimeout`, or make the objective stop when its signal is aborted.',
  ERR_INVALID_OBJECTIVE:
    'Name the metric, and give its direction where it cannot be inferred: { name: "val_f1", direction: "maximize" }.',
  ERR_INVALID_MODEL: 'Return a compiled TensorFlow.js LayersModel from buildModel.',
  ERR_MODEL_TOO_LARGE: 'Raise maxModelSize, or narrow the ranges that make models large.',
  ERR_BACKEND_UNAVAILABLE: 'Install the package of the TensorFlow.js backend, or choose another one.',
  ERR_CORRUPT_CHECKPOINT: 'Delete this checkpoint and train the model again; nothing was restored from it.',
  ERR_UNREGISTERED_CLASS:
    'Register the class with `tf.serialization.registerClass` before the model is loaded; its files are intact.',
  ERR_CHECKPOINT_MISMATCH: 'Restore it into a model of the same layers, compiled with the same kind of optimiser.',
  ERR_CHECKPOINT_NOT_FOUND: 'Keep more checkpoints, or train the model again with these hyperparameters.',
} as const satisfies Record<string, string>

/** The codes of {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS

/**
 * An error with a stable `code`, a message that says what happened, and `advice` that says what to do.
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

  constructor(code: ErrorCode, happened: string, options?: { cause?: unknown }) {
    super(`${happened} ${ERRORS[code]} [${code}]`, options)
    this.code = code
    this.advice = ERRORS[code]
  }
}

/** Whether something that was thrown, which may be anything, is an error of a class. False for proxies that cannot be looked at. */
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

/** The message of anything that was thrown, which need not be an Error. */
export function messageOf(thrown: unknown): string {
  let text: unknown
  try {
    text = thrown instanceof Error ? thrown.message : String(thrown)
  } catch {
    // An object without a prototype, or with a failing toString.
  }
  return typeof text === 'string' ? text : typeof thrown
}
