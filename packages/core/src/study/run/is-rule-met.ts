import { invokeTest } from '../../arguments/callback.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { RunProgress, StoppingRule } from '../../stopping/stopping-rule.ts'

/**
 * Whether a stopping rule is met, which may be written by the user.
 *
 * @throws ERR_CALLBACK_FAILED if it throws, ERR_INVALID_ARGUMENT if it returns anything but true or false
 */
export function isRuleMet(rule: StoppingRule, snapshot: StudySnapshot, progress: RunProgress): boolean {
  return invokeTest(`the stopping rule ${rule.name}`, () => rule.isMet(snapshot, progress))
}
