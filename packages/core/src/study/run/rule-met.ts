import { callbackFailed, wrongAnswer } from '../../arguments/callback.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { RunProgress, StoppingRule } from '../../stopping/stopping-rule.ts'

/**
 * Whether a stopping rule is met, which may be written by the user.
 *
 * @throws ERR_CALLBACK_FAILED if it throws, ERR_INVALID_ARGUMENT if it returns anything but true or false
 */
export function isMet(rule: StoppingRule, snapshot: StudySnapshot, progress: RunProgress): boolean {
  let answer: unknown
  try {
    answer = rule.isMet(snapshot, progress)
  } catch (thrown) {
    throw callbackFailed(`The stopping rule ${rule.name}`, thrown)
  }
  if (typeof answer === 'boolean') return answer
  throw wrongAnswer(`the stopping rule ${rule.name}`, 'true or false', answer)
}
