import { encodeParams, satisfiesConstraints } from '../space/encode.ts'
import type { Params } from '../space/params.ts'
import type { CompletedTrial, TrialRecord } from '../trial/trial-record.ts'
import { checkSnapshot } from './check-snapshot.ts'
import type { StudySnapshot } from './study-snapshot.ts'

/**
 * The candidates for best trials, Pareto fronts and recommendations, by number: the completed trials that are not
 * excluded and fit the current declared space. Outcome constraints are not checked.
 */
export function eligibleTrials(snapshot: StudySnapshot): CompletedTrial[] {
  checkSnapshot('eligibleTrials', snapshot)
  const areAllFit = allFit(snapshot)
  return [...snapshot.trials]
    .filter((trial) => trial.state === 'completed')
    .filter((trial) => (areAllFit ? !trial.excluded : isEligible(snapshot, trial)))
}

/** Whether replay already knows that all trials fit the space. */
const allFit = ({ finishedTrials, space }: StudySnapshot) =>
  finishedTrials.incompatible === 0 && space.constraints.length === 0

const isEligible = (snapshot: StudySnapshot, { excluded, params }: CompletedTrial) =>
  !excluded && fitsDeclaredSpace(snapshot, params)

/** Whether a completed trial is not one of the {@link eligibleTrials}. */
export function isLeftOut(snapshot: StudySnapshot, trial: TrialRecord): boolean {
  return trial.state === 'completed' && !(allFit(snapshot) ? !trial.excluded : isEligible(snapshot, trial))
}

/**
 * Whether params fit the current declared space and satisfy its constraints. In a define-by-run space all params
 * fit, since it is known only as far as trials have shown it.
 */
export function fitsDeclaredSpace(
  { space, hasDeclaredSpace }: Pick<StudySnapshot, 'space' | 'hasDeclaredSpace'>,
  params: Params,
): boolean {
  return !hasDeclaredSpace || (encodeParams(space, params) !== undefined && satisfiesConstraints(space, params))
}
