import { plainCopy } from '../arguments/plain-object.ts'
import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { formatValue } from '../space/json-value.ts'

const STATES = ['completed', 'pruned', 'failed'] as const

/**
 * How many trials a study is to have in all: one number for those that are finished, paused or running; or a number by
 * state, of which the first that is reached counts. Running trials count as completed, so that no more are started than
 * are needed; if one of them fails, another is started.
 */
export type TotalTrials = number | { readonly [state in (typeof STATES)[number]]?: number }

/**
 * Whether a study has as many trials as are wanted in all.
 *
 * @param uncertain - Running trials that do not count, since they may be run again. Default: 0.
 */
export function hasTrials({ counts }: StudySnapshot, total: TotalTrials, uncertain = 0): boolean {
  const { completed, pruned, failed, paused } = counts
  const running = counts.running - uncertain
  if (typeof total === 'number') return completed + pruned + failed + paused + running >= total
  const soFar = { completed: completed + running, pruned, failed }
  return STATES.some((state) => soFar[state] >= (total[state] ?? Number.POSITIVE_INFINITY))
}

/** Such as `10 trials`, or `10 completed or 3 failed trials`. */
export function totalText(total: TotalTrials): string {
  if (typeof total === 'number') return `${total} trials`
  const parts = STATES.flatMap((state) => (total[state] === undefined ? [] : [`${total[state]} ${state}`]))
  return `${parts.join(' or ')} trials`
}

/** @throws ERR_INVALID_ARGUMENT for anything but a {@link TotalTrials} */
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
    `totalTrials is ${formatValue(given)} and should be an integer from 0 on, or one for each of ${STATES.join(', ')}.`,
  )
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0
