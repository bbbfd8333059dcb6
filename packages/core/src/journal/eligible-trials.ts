import { encodeParams, satisfiesConstraints } from '../space/encode.ts'
import type { Params } from '../space/params.ts'
import type { CompletedTrial, TrialRecord } from '../trial/trial-record.ts'
import { checkSnapshot } from './check-snapshot.ts'
import type { StudySnapshot } from './study-snapshot.ts'

/**
 * The completed trials, by number, that best trials, Pareto fronts and recommendations are chosen from: those that are not
 * excluded and fit the declared space as it is now. Outcome constraints are not looked at.
 */
export function eligibleTrials(snapshot: StudySnapshot): CompletedTrial[] {
  checkSnapshot('eligibleTrials', snapshot)
  const { trials, finishedTrials, space } = snapshot
  // Mostly all of them fit, and that is known already.
  const allFit = finishedTrials.incompatible === 0 && space.constraints.length === 0
  return [...trials]
    .filter((trial) => trial.state === 'completed')
    .filter((trial) => (allFit ? !trial.excluded : isEligible(snapshot, trial)))
}

const isEligible = (snapshot: StudySnapshot, { excluded, params }: CompletedTrial) =>
  !excluded && fitsDeclaredSpace(snapshot, params)

/** Whether a trial completed, but is not among the {@link eligibleTrials}. */
export function isLeftOut(snapshot: StudySnapshot, trial: TrialRecord): boolean {
  return trial.state === 'completed' && !isEligible(snapshot, trial)
}

/**
 * Whether params fit the declared space as it is now and satisfy its constraints. A space that is defined by running is
 * only known as far as trials have shown it, so all params fit.
 */
export function fitsDeclaredSpace(
  { space, hasDeclaredSpace }: Pick<StudySnapshot, 'space' | 'hasDeclaredSpace'>,
  params: Params,
): boolean {
  return !hasDeclaredSpace || (encodeParams(space, params) !== undefined && satisfiesConstraints(space, params))
}
