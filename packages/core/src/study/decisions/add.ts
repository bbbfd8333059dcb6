import { SweetspotError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { validateParams } from '../../space/validate.ts'
import type { Outcome } from '../../trial/trial-record.ts'
import type { Attributes } from '../attributes.ts'
import type { Decision } from './decision.ts'

/**
 * Adds a finished trial from elsewhere; the result is its number.
 *
 * @throws ERR_INVALID_PARAMS, ERR_SPACE_REQUIRED where no parameter is known yet
 */
export function add(
  { space, declared, trials }: StudySnapshot,
  params: unknown,
  outcome: Outcome,
  attributes: Attributes | undefined,
  at: number,
): Decision<number> {
  if (space.dimensions.length === 0 && !declared) {
    throw new SweetspotError('ERR_SPACE_REQUIRED', 'Params can only be added to a study that knows its parameters.')
  }
  const number = trials.next
  const checked = validateParams(space, params)
  const event = {
    type: 'trial-added',
    number,
    params: checked,
    outcome,
    ...(attributes && { attributes }),
    at,
  } as const
  return { events: [event], result: number }
}
