/**
 * The refit schedule says when hyperparameters are inferred, and from which rows. It is a function of the number of
 * rows alone, so that a cached fit equals one from scratch. Later rows are appended with unchanged hyperparameters, in
 * O(n²).
 */

/** Below this number of rows, hyperparameters are inferred for each new row, since one row may change them much. */
const REFIT_EACH_BELOW = 32

/** Maximum number of rows between two refits; all of them are used in addition to the selected ones. */
const MAX_STEP = 32

/** The number of leading rows from which the hyperparameters for `count` rows are inferred: at least 15/16 of them. */
export function rowsAtRefit(count: number): number {
  if (count < REFIT_EACH_BELOW) return count
  const step = Math.min(MAX_STEP, 2 ** Math.floor(Math.log2(count / (REFIT_EACH_BELOW / 2))))
  return count - (count % step)
}
