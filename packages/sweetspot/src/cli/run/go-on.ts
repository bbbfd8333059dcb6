import type { OptimizeResult, StudySnapshot } from '@sweetspot/core'
import { shellWord } from '../studies/shell-word.ts'
import type { FailureLimit } from './failure-limit.ts'
import type { RunPlan } from './run-plan.ts'

/** The end of a run. */
interface RunEnd {
  readonly snapshot: StudySnapshot
  readonly plan: RunPlan
  readonly result: OptimizeResult
  readonly failures: FailureLimit
  readonly reason: string
}

/** Says why a run ended, how to continue, and what to look at. */
export function goOnText({ snapshot, plan, result, failures, reason }: RunEnd): readonly string[] {
  const { counts, name } = snapshot
  const study = shellWord(name)
  const { completed, pruned, failed, waiting } = counts
  const parts = [
    `${completed} completed`,
    ...(pruned > 0 ? [`${pruned} pruned`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(waiting > 0 ? [`${waiting} in the queue`] : []),
  ]
  const what = `${name}: ${parts.join(', ')}`
  const isAtEnd = result.reason === 'trials' && plan.totalTrials !== undefined && reason !== 'interrupted'
  const goOn = isAtEnd
    ? 'Continue: the same command with --more 20.'
    : result.reason === 'exhausted'
      ? 'Every combination has been tried.'
      : result.reason === 'stopped'
        ? `Continue: sweetspot resume ${study}, then the same command.`
        : 'Continue: the same command.'
  const look =
    failures.last === undefined
      ? `Look: sweetspot trials ${study}.`
      : `Look: sweetspot trials ${study}, sweetspot logs ${study} ${failures.last.number}.`
  return [`${what}. ${whyText(result, reason)}${goOn} ${look}`]
}

function whyText({ reason: end }: OptimizeResult, reason: string): string {
  if (reason === 'interrupted') return 'Interrupted. '
  if (reason === 'failures') return 'Too many trials failed. '
  switch (end) {
    case 'timeout':
      return 'The time is over. '
    case 'target':
      return 'The target is reached. '
    case 'stopped':
      return 'The study was stopped. '
    default:
      return ''
  }
}
