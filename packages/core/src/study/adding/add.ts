import { studyError } from '../../errors.ts'
import type { EventOf } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { validateParams } from '../../space/validate.ts'
import type { Decision } from '../decisions/decision.ts'

/** A trial that ran outside the study, without its params. */
export type AddedTrial = Omit<EventOf<'trial-added'>, 'type' | 'number' | 'params' | 'at'>

/**
 * Adds a trial that ran outside the study and returns its number.
 *
 * @throws ERR_INVALID_PARAMS; ERR_SPACE_REQUIRED if no parameter is known yet
 */
export function add(
  { space, hasDeclaredSpace, trials }: StudySnapshot,
  params: unknown,
  added: AddedTrial,
  at: number,
): Decision<number> {
  if (space.dimensions.length === 0 && !hasDeclaredSpace) {
    throw studyError('ERR_SPACE_REQUIRED', 'The study has no parameters yet, so no params can be added.')
  }
  const number = trials.next
  // Where the objective defines the space, a trial may have asked for some of the parameters only.
  const checked = validateParams(space, params, { partial: !hasDeclaredSpace })
  return {
    events: [{ type: 'trial-added', number, params: checked, ...added, at }],
    result: number,
  }
}
