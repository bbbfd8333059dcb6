import { type ErrorCode, SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { encodeParams } from '../space/encode.ts'
import type { Params } from '../space/params.ts'
import { validateParams } from '../space/validate.ts'
import type { Proposal } from '../trial/suggestion.ts'
import type { PausedTrial, WaitingTrial } from '../trial/trial-record.ts'

/**
 * Why a trial that waits or is paused cannot be run in the declared space as it is now; undefined if it can. A trial that
 * was never started may still lack params, which the sampler chooses.
 */
export function unfitReason(
  { space, hasDeclaredSpace }: StudySnapshot,
  trial: WaitingTrial | PausedTrial,
): string | undefined {
  if (!hasDeclaredSpace) return undefined
  const params = trial.params as Params
  const partial = trial.attempt === 0 && encodeParams(space, params) === undefined
  try {
    validateParams(space, params, { partial })
    return undefined
  } catch (error) {
    if (error instanceof SweetspotError) return error.message
    throw error
  }
}

/** A trial that cannot be run, and why. */
export interface Unfit {
  readonly unfit: WaitingTrial | PausedTrial
  /** As a sentence. */
  readonly why: string
}

/**
 * The proposal for a trial that waits or is paused, unless its params do not fit or cannot be completed.
 *
 * @throws Whatever else `suggest` throws.
 */
export async function unlessUnfit(
  snapshot: StudySnapshot,
  trial: WaitingTrial | PausedTrial,
  suggest: () => Promise<Proposal>,
): Promise<Proposal | Unfit> {
  const why = unfitReason(snapshot, trial)
  if (why !== undefined) return { unfit: trial, why }
  try {
    return await suggest()
  } catch (error) {
    if (error instanceof SweetspotError && UNFIT.has(error.code)) return { unfit: trial, why: error.message }
    throw error
  }
}

const UNFIT: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ERR_UNFIT_PARAMS', 'ERR_INFEASIBLE_SPACE'])
