import type { ErrorCode } from '@sweetspot/core'

/** The exit codes of the program. A signal that ends it gives 128 and its number: 130 for SIGINT, 143 for SIGTERM. */
export const EXIT = {
  /** It did what it was asked; a study reached its end, its target or its time limit. */
  done: 0,
  /** Nothing completed, or an internal error. */
  failed: 1,
  /** A mistake in the command line, in a file of settings, or in a value. */
  usage: 2,
  /** A study, trial or file does not exist. */
  notFound: 3,
  /** The storage is locked, full, damaged, read-only, or of a newer version. */
  storage: 4,
  /** Too many trials failed. */
  failures: 5,
  /** A server refused the request, or cannot be reached. */
  refused: 6,
} as const

export type ExitCode = number

/** The exit code of a program whose reader has closed the pipe: 128 and the number of SIGPIPE. */
export const CLOSED_PIPE = 141

/** The exit codes of signals that end the program. */
export const SIGNAL_EXIT = { SIGINT: 130, SIGTERM: 143 } as const

/** The exit codes of errors; those of invalid input exit with 2, other ones that are not listed with 1. */
const BY_ERROR: Partial<Record<ErrorCode, ExitCode>> = {
  ERR_PARAMETER_CONFLICT: EXIT.usage,
  ERR_INFEASIBLE_SPACE: EXIT.usage,
  ERR_SPACE_NOT_FINITE: EXIT.usage,
  ERR_GRID_TOO_LARGE: EXIT.usage,
  ERR_SPACE_REQUIRED: EXIT.usage,
  ERR_UNKNOWN_METRIC: EXIT.usage,
  ERR_MULTIPLE_OBJECTIVES: EXIT.usage,
  ERR_STUDY_EXISTS: EXIT.usage,
  ERR_STUDY_MISMATCH: EXIT.usage,
  ERR_USAGE: EXIT.usage,
  ERR_COMMAND_NOT_STARTED: EXIT.usage,
  ERR_METRIC_NOT_FOUND: EXIT.usage,
  ERR_NO_DEVICES: EXIT.usage,
  ERR_NOT_CONFIRMED: EXIT.usage,
  ERR_FILE_EXISTS: EXIT.usage,
  ERR_FILE_ACCESS: EXIT.usage,
  ERR_UNSUPPORTED_RUNTIME: EXIT.usage,
  ERR_STUDY_NOT_FOUND: EXIT.notFound,
  ERR_TRIAL_NOT_FOUND: EXIT.notFound,
  ERR_LOG_NOT_FOUND: EXIT.notFound,
  ERR_FILE_NOT_FOUND: EXIT.notFound,
  ERR_STORAGE: EXIT.storage,
  ERR_STORAGE_BUSY: EXIT.storage,
  ERR_READ_ONLY: EXIT.storage,
  ERR_CORRUPT_JOURNAL: EXIT.storage,
  ERR_UNSUPPORTED_VERSION: EXIT.storage,
  ERR_TOO_MANY_FAILURES: EXIT.failures,
  ERR_SERVER: EXIT.refused,
}

export const exitCodeOf = (code: ErrorCode): ExitCode =>
  BY_ERROR[code] ?? (code.startsWith('ERR_INVALID_') ? EXIT.usage : EXIT.failed)
