import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Params } from '../../space/params.ts'
import type { TrialRecord } from '../../trial/trial-record.ts'

/**
 * Whether a suggestion for one snapshot can no longer start a trial at a later one: a trial has started or was queued,
 * the space, the directions or the constraints have changed, or another trial has asked for the same params.
 *
 * Results, pauses, reports, notes and corrections since then are ignored: a suggestion that takes its time does not know
 * them, whether they are of this or another process. Otherwise busy workers could starve a slow sampler.
 *
 * @param params - The suggested params of a new trial.
 */
export function isOutdated(before: StudySnapshot, after: StudySnapshot, params?: Params): boolean {
  if (before === after) return false
  const running = new Set(before.running.map(attemptOf))
  return (
    before.space !== after.space ||
    before.trials.next !== after.trials.next ||
    before.directions !== after.directions ||
    before.constraints !== after.constraints ||
    waiting(before) !== waiting(after) ||
    !after.running.every((trial) => running.has(attemptOf(trial))) ||
    (params !== undefined && !before.tried(params) && after.tried(params))
  )
}

/**
 * Whether samplers get the same information from two snapshots: no trial has started, asked for a parameter, ended or
 * been queued, and no finished trial has changed. Reports and notes about other trials are ignored.
 */
export function sameToSamplers(before: StudySnapshot, after: StudySnapshot): boolean {
  if (before === after) return true
  return (
    before.finishedTrials === after.finishedTrials &&
    before.space === after.space &&
    before.trials.next === after.trials.next &&
    queued(before) === queued(after) &&
    before.running.length === after.running.length &&
    after.running.every((trial, index) => {
      const former = before.running[index] as TrialRecord
      return attemptOf(former) === attemptOf(trial) && former.params === trial.params
    })
  )
}

const waiting = ({ firstWaiting }: StudySnapshot) => firstWaiting && attemptOf(firstWaiting)

const attemptOf = ({ number, attempt }: TrialRecord) => `${number}/${attempt}`

/** The paused trials and the first waiting one. */
const queued = ({ paused, firstWaiting }: StudySnapshot) =>
  [...paused, ...(firstWaiting ? [firstWaiting] : [])].map((trial) => `${trial.state} ${attemptOf(trial)}`).join()
