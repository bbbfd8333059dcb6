import { countOf } from '../../arguments/count-of.ts'
import { formatValue } from '../../arguments/format-value.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { SweetspotError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'

const STATES = ['completed', 'pruned', 'failed'] as const

/**
 * The total number of trials of a study: finished, paused and running ones; or a number by state.
 *
 * The first number that is reached counts. Running trials count as completed, so that no more start than needed. If one
 * fails, another starts.
 */
export type TotalTrials = number | { readonly [state in (typeof STATES)[number]]?: number }

/** The number of finished, paused and running trials of a study. */
export function trialsSoFar({ counts }: StudySnapshot): number {
  return counts.completed + counts.pruned + counts.failed + counts.paused + counts.running
}

/**
 * Whether a study has the requested total number of trials.
 *
 * @param uncertain - Number of running trials that do not count because they may run again. Default: 0.
 */
export function hasTrials(snapshot: StudySnapshot, total: TotalTrials, uncertain = 0): boolean {
  if (typeof total === 'number') return trialsSoFar(snapshot) - uncertain >= total
  const { completed, pruned, failed, running } = snapshot.counts
  const soFar = { completed: completed + running - uncertain, pruned, failed }
  return STATES.some((state) => soFar[state] >= (total[state] ?? Number.POSITIVE_INFINITY))
}

/** Formats a total, such as `10 trials` or `10 completed or 3 failed trials`. */
export function totalText(total: TotalTrials): string {
  if (typeof total === 'number') return countOf(total, 'trial')
  const parts = STATES.flatMap((state) => (total[state] === undefined ? [] : [`${total[state]} ${state}`]))
  return `${parts.join(' or ')} trials`
}

/** @throws ERR_INVALID_ARGUMENT unless it is a {@link TotalTrials} */
export function checkTotalTrials(given: unknown): void {
  if (isCount(given)) return
  const copy = plainCopy(given)
  if (copy) {
    const names = Object.keys(copy)
    const known: readonly string[] = STATES
    if (names.length > 0 && names.every((name) => known.includes(name) && isCount(copy[name]))) return
  }
  throw new SweetspotError(
    'ERR_INVALID_ARGUMENT',
    `Expected totalTrials to be an integer of at least 0, or one for any of ${STATES.join(', ')}; received ${formatValue(given)}.`,
  )
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0
