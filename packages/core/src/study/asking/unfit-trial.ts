import { type ErrorCode, SweetspotError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Params } from '../../space/params.ts'
import { validateParams } from '../../space/validate.ts'
import type { Proposal } from '../../trial/suggestion.ts'
import type { PausedTrial, WaitingTrial } from '../../trial/trial-record.ts'
import { fittingParams } from './given-params.ts'

/**
 * Why a waiting or paused trial cannot run in the current declared space; undefined if it can. A trial that never
 * started may lack params, which the sampler chooses.
 */
export function unfitReason(
  { space, hasDeclaredSpace }: StudySnapshot,
  trial: WaitingTrial | PausedTrial,
): string | undefined {
  if (!hasDeclaredSpace) return undefined
  const params = trial.params as Params
  try {
    if (trial.attempt === 0) fittingParams(space, params)
    else validateParams(space, params)
    return undefined
  } catch (error) {
    if (error instanceof SweetspotError) return error.message
    throw error
  }
}

/** A trial that cannot run, and the reason. */
export interface Unfit {
  readonly unfit: WaitingTrial | PausedTrial
  /** The reason as a sentence. */
  readonly why: string
}

/**
 * The proposal for a waiting or paused trial, unless its params do not fit or cannot be completed.
 *
 * @throws The other errors of `suggest`.
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
