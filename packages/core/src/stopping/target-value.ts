import { SweetspotError } from '../errors.ts'
import { isBetter } from '../trial/direction.ts'
import type { StoppingRule } from './stopping-rule.ts'

/**
 * Stops when a completed trial that meets all constraints is at least as good as `target`. Never met by a study of several
 * metrics.
 *
 * @throws ERR_INVALID_ARGUMENT for NaN
 */
export function targetValue(target: number): StoppingRule {
  if (Number.isNaN(target)) throw new SweetspotError('ERR_INVALID_ARGUMENT', 'Expected a target; received NaN.')
  return Object.freeze({
    name: 'target',
    isMet({ best, metrics, directions }) {
      const [metric] = metrics
      if (!best || metric === undefined) return false
      return !isBetter(directions[metric] ?? 'minimize', target, best.values[metric] as number)
    },
  } satisfies StoppingRule)
}
