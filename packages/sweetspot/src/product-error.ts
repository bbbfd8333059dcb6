import { type ProductErrorCode, SweetspotError } from '@sweetspot/core'

/** The codes of errors that only this package throws, with the advice that ends each message. */
export const PRODUCT_ERRORS = {
  ERR_INVALID_SWEEP:
    'Correct the sweep at the place that the message names; the docs page "The sweep file" lists all forms.',
  ERR_READ_ONLY: 'Get write permission for the file and its folder, or copy the file to a writable folder.',
  ERR_STORAGE_BUSY: 'Another process has locked the storage for too long: stop it, or raise `busyTimeout`.',
  ERR_INVALID_STORAGE_URL:
    'Use `memory:`, `sqlite:path/to/file.db`, or `sqlite:path/to/file.db?mode=ro` for read-only access.',
  ERR_USAGE: 'Run the command with `--help` for its arguments, options and examples.',
  ERR_INVALID_CONFIG:
    'Correct the configuration file at the place that the message names, or pass another one with `--config`.',
  ERR_INVALID_EXPRESSION: "Write comparisons of columns, such as `loss < 0.3 and opt = 'adam'`.",
  ERR_NOT_CONFIRMED: 'Pass `--yes` to skip the confirmation.',
  ERR_FILE_NOT_FOUND: 'Check the path; a relative one starts at the current folder.',
  ERR_FILE_EXISTS: 'Choose another path, or remove the file first.',
  ERR_FILE_ACCESS: 'Check the path, its permissions, and the space on the disk.',
  ERR_SERVER: 'Check the address, the token and the server, then try again; nothing was changed here.',
  ERR_INVALID_FILE: 'Correct or convert the file; nothing was imported from it.',
  ERR_LOG_NOT_FOUND: 'Only trials that `sweetspot run` started on this machine have a log.',
  ERR_INTERNAL: 'This is a fault of Sweetspot: please report it with the output of `--debug`.',
  ERR_INVALID_OBJECTIVE_MODULE:
    'Pass the URL of a file whose default export is the objective, such as `new URL("./objective.ts", import.meta.url)`, or name another export with `export`.',
  ERR_WORKER_FAILED:
    'Check `execArgv`, `env`, `cwd` and `memoryLimit` of the executor, and whether the objective uses the file descriptors of the executor; a bundler must leave the package `sweetspot` external.',
  ERR_EXECUTOR_CLOSED: 'Create another executor, and close it after `optimize` has ended.',
  ERR_COMMAND_NOT_STARTED: 'Check the name of the program, that it is executable, and that its folder is on the PATH.',
  ERR_METRIC_NOT_FOUND:
    'Print a line such as {"val_acc": 0.9} to stdout, call `report` of `sweetspot_trial` (Python) or `sweetspot/trial` (Node), or choose another `metric`: a pattern or a file.',
  ERR_NO_DEVICES: 'Pass the numbers of the devices, as in `gpus: [0, 1]`, or leave out `gpus`.',
} as const satisfies Record<ProductErrorCode, string>

/**
 * Creates an error of this package.
 *
 * @param happened - What happened, as one or more sentences.
 */
export function productError(code: ProductErrorCode, happened: string, options?: ErrorOptions): SweetspotError {
  return new SweetspotError(code, happened, { ...options, advice: PRODUCT_ERRORS[code] })
}
