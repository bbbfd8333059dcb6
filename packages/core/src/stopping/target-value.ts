import { checkArgument } from '../arguments/argument.ts'
import { isBetter } from '../trial/direction.ts'
import type { StoppingRule } from './stopping-rule.ts'

/**
 * Stops when a feasible trial is at least as good as `target`. Never met in a study of several metrics.
 *
 * @throws ERR_INVALID_ARGUMENT if `target` is not a number
 */
export function targetValue(target: number): StoppingRule {
  checkArgument('the target', target, typeof target === 'number' && !Number.isNaN(target), 'a number')
  return Object.freeze({
    name: 'target',
    isMet({ best, metrics, directions }) {
      const [metric] = metrics
      if (!best || metric === undefined) return false
      return !isBetter(directions[metric] ?? 'minimize', target, best.values[metric] as number)
    },
  } satisfies StoppingRule)
}
