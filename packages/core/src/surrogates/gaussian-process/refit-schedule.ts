/**
 * When hyperparameters are inferred again, and from which rows: a function of the number of rows alone, so that a fit from
 * memory equals one from scratch. Rows that came since enter with the hyperparameters as they are, which costs O(n²).
 */

/** With fewer rows than this, hyperparameters are inferred again for each new row, which may change them much. */
const REFIT_EACH_BELOW = 32

/** Maximum number of rows between two refits; all of them are kept in addition to the selected ones. */
const MAX_STEP = 32

/** The number of first rows that the hyperparameters for `count` rows come from: at least 15 of 16 of them. */
export function rowsAtRefit(count: number): number {
  if (count < REFIT_EACH_BELOW) return count
  const step = Math.min(MAX_STEP, 2 ** Math.floor(Math.log2(count / (REFIT_EACH_BELOW / 2))))
  return count - (count % step)
}
