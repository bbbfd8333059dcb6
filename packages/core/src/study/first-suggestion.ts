import { callbackFailed, wrongAnswer } from '../arguments/callback.ts'
import { isPlainObject } from '../arguments/plain-object.ts'
import { isList } from '../arguments/shape.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Sampler, SuggestionRequest } from '../samplers/sampler.ts'
import type { Suggestion } from '../trial/suggestion.ts'

/**
 * What a sampler, which may be the user's, suggests first; undefined if it has nothing left to suggest.
 *
 * @throws ERR_CALLBACK_FAILED if it throws or rejects, ERR_INVALID_ARGUMENT for an invalid answer; its own errors of ours
 */
export async function firstSuggestion(
  snapshot: StudySnapshot,
  sampler: Sampler,
  request: SuggestionRequest,
): Promise<Suggestion | undefined> {
  let answer: unknown
  try {
    answer = await sampler.suggest(snapshot, request)
  } catch (thrown) {
    throw callbackFailed(`The sampler ${sampler.name}`, thrown)
  }
  if (isList(answer)) {
    const [suggestion] = answer
    if (suggestion === undefined || isSuggestion(suggestion)) return suggestion
  }
  throw wrongAnswer(`the sampler ${sampler.name}`, 'a list of { params, explanation }', answer)
}

const isSuggestion = (given: unknown): given is Suggestion => isPlainObject(given) && isPlainObject(given.params)
