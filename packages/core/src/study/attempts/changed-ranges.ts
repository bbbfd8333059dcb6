/** Notices of edits, between trials, of define-by-run objectives. */
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { describeParameter } from '../../space/describe.ts'
import type { Discovery } from '../../space/discovery/discover.ts'
import { isSameRange } from '../../space/discovery/widen.ts'
import type { Parameter } from '../../space/parameters/parameter.ts'
import { fittingText } from '../asking/fitting-text.ts'

/**
 * Describes the edit shown by a trial that asks for another range than earlier trials. Undefined if the range has also
 * changed recently, because it may depend on a value.
 */
export function editOf({ ranges }: Discovery, trial: number, name: string, parameter: Parameter): string | undefined {
  const known = ranges.get(name)
  if (!known || known.varies || isSameRange(known.parameter, parameter)) return undefined
  const last = known.asks[known.asks.length - 1]
  if (last && trial - last.trial < 2) return undefined
  return `${name} was ${describeParameter(known.parameter)} and is now ${describeParameter(parameter)}`
}

/** The notice of a changed define-by-run objective. */
export function editNotice(
  edits: readonly string[],
  { name, finishedTrials, trials }: StudySnapshot,
  number: number,
): string {
  // The trial that shows the change is not counted, nor are trials that taught nothing.
  const fits = finishedTrials.numbers.includes(number)
  const trial = trials.get(number)
  const isCompleted = trial?.state === 'completed' || trial?.state === 'pruned'
  const count = finishedTrials.count - (fits ? 1 : 0)
  const others = finishedTrials.incompatible - (!fits && isCompleted ? 1 : 0)
  return `The search space of ${name} has changed: ${edits.join('; ')}. ` + fittingText(count, others)
}
